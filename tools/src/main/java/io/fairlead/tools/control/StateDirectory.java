package io.fairlead.tools.control;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where nodes keep what outlives the machine's next start: {@code /var/lib/fairlead/NAME}, several nodes side by side. */
public final class StateDirectory {

    /** Environment variable that moves it. */
    public static final String ENVIRONMENT_VARIABLE = "FAIRLEAD_STATE_DIR";

    private static final Path DEFAULT = Path.of("/var/lib/fairlead");
    private static final String BESIDE = "state";

    private final Path base;
    private final String below;

    private StateDirectory(Path base, String below) {
        this.base = base;
        this.below = below;
    }

    /**
     * The usual place, unless the environment moves it. Whoever moves the run directory, as tests and the demo do, moves this one into it: they are no
     * nodes of the machine.
     *
     * @param runDirectory of this process
     * @return need not exist
     */
    public static StateDirectory of(RunDirectory runDirectory) {
        return of(runDirectory, System.getenv(ENVIRONMENT_VARIABLE));
    }

    static StateDirectory of(RunDirectory runDirectory, @Nullable String moved) {
        if (moved != null) {
            return new StateDirectory(Path.of(moved), "");
        }
        return runDirectory.isMoved()
                ? new StateDirectory(runDirectory.base(), BESIDE)
                : new StateDirectory(DEFAULT, "");
    }

    /**
     * The directory of a node.
     *
     * @param name of the node
     * @return it need not exist
     */
    public Path node(String name) {
        return base.resolve(name).resolve(below);
    }

    /**
     * The nodes that have kept something.
     *
     * @return names in alphabetical order
     * @throws IOException if the directory cannot be listed
     */
    public List<String> nodes() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(base, directory -> Files.isDirectory(directory.resolve(below)))) {
            directories.forEach(directory -> names.add(directory.getFileName().toString()));
        } catch (NoSuchFileException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }
}
