package io.fairlead.tools.cli;

import io.fairlead.tools.config.ClusterKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairlead keygen}. */
@Command(
        name = "keygen",
        header = "Make a key for a cluster.",
        description = {
            "",
            "Writes 32 random bytes as text into a file that only its owner can read. Copy it to every node over a safe"
                    + " channel and name it in the configuration as cluster.keyFile."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead keygen /etc/fairlead/cluster.key",
            "  scp -p /etc/fairlead/cluster.key n2:/etc/fairlead/cluster.key"
        })
final class KeygenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "File to write.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--force", description = "Replace the file if there is one.")
    private boolean force;

    private final Console console;

    KeygenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        byte[] bytes = new byte[ClusterKey.LENGTH];
        new SecureRandom().nextBytes(bytes);
        try {
            write(new ClusterKey(bytes).toText());
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(
                    file + " exists; a new key shuts out every node that has the old one: use --force if that is meant",
                    e);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("the directory of " + file + " does not exist", e);
        }
        console.out().println(file + ": written; copy it to every node and name it as cluster.keyFile");
        return ExitCode.OK;
    }

    /** Under another name first, so that nobody ever finds half a key; a link, unlike a move, never replaces. */
    private void write(String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path unfinished = Files.createTempFile(
                directory == null ? Path.of("/") : directory,
                ".fairlead-key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(unfinished, text);
            if (force) {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.createLink(file, unfinished);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
