package io.fairlead.tools.control;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where nodes keep what lives as long as they run: {@code /run/fairlead/NAME}, several nodes side by side. */
public final class RunDirectory {

    /** Environment variable that moves it, for tests and the demo. */
    public static final String ENVIRONMENT_VARIABLE = "FAIRLEAD_RUN_DIR";

    private static final String DEFAULT = "/run/fairlead";
    static final String CONTROL_SOCKET = "control.sock";
    private static final String COUNTERS = "counters";

    private final Path base;

    /**
     * Uses a directory, which need not exist yet.
     *
     * @param base holds one directory for each node
     */
    public RunDirectory(Path base) {
        this.base = base;
    }

    /**
     * The usual place, unless the environment moves it.
     *
     * @return of this process
     */
    public static RunDirectory ofProcess() {
        return new RunDirectory(Path.of(System.getenv().getOrDefault(ENVIRONMENT_VARIABLE, DEFAULT)));
    }

    /**
     * Whether it is elsewhere than on a machine that is a node, as in tests and the demo.
     *
     * @return true if so
     */
    public boolean isMoved() {
        return !base.equals(Path.of(DEFAULT));
    }

    /**
     * The directory that holds those of the nodes.
     *
     * @return it need not exist
     */
    public Path base() {
        return base;
    }

    /**
     * The directory of a node.
     *
     * @param name of the node
     * @return it need not exist
     */
    public Path node(String name) {
        return base.resolve(name);
    }

    /**
     * The control socket of a node.
     *
     * @param name of the node
     * @return it need not exist
     */
    public Path controlSocket(String name) {
        return node(name).resolve(CONTROL_SOCKET);
    }

    /**
     * The mapped counters of a node, see {@link io.fairlead.netstack.counter.CountersFile}.
     *
     * @param name of the node
     * @return it need not exist
     */
    public Path counters(String name) {
        return node(name).resolve(COUNTERS);
    }

    /**
     * Makes the directory of a node, closed to everybody but its owner and group.
     *
     * @param name of the node
     * @return the directory
     * @throws IOException if that fails
     */
    public Path createNode(String name) throws IOException {
        try {
            return makeNode(name);
        } catch (FileSystemException e) {
            // Of these the path alone may be the message.
            @Nullable String reason = e instanceof AccessDeniedException ? "permission denied" : e.getReason();
            throw new IOException(
                    "cannot make " + node(name) + " ready: "
                            + (reason == null ? e.getClass().getSimpleName() : reason) + "; run as root",
                    e);
        }
    }

    private Path makeNode(String name) throws IOException {
        Files.createDirectories(base);
        Path directory = node(name);
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        }
        // The umask may have taken rights away, and an old directory may give too many.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        return directory;
    }

    /**
     * The nodes that have a directory, running or not.
     *
     * @return names in alphabetical order
     * @throws IOException if the directory cannot be listed
     */
    public List<String> nodes() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(base, Files::isDirectory)) {
            directories.forEach(directory -> names.add(directory.getFileName().toString()));
        } catch (NoSuchFileException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    /**
     * The nodes whose daemon listens at its control socket.
     *
     * @return names in alphabetical order
     * @throws IOException if the directory cannot be listed
     */
    public List<String> runningNodes() throws IOException {
        return nodes().stream()
                .filter(name -> ControlClient.isAlive(controlSocket(name)))
                .toList();
    }
}
