package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandFileTest {

    private static final int STRANGER = 12_345;

    private final Path folder;
    private final Path file;
    private int self;

    CommandFileTest(@TempDir Path directory) {
        folder = directory.resolve("bin");
        file = folder.resolve("check");
    }

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder);
        Files.writeString(file, "#!/bin/sh\n");
        permit(folder, "rwxr-xr-x");
        permit(file, "rwxr-xr-x");
        self = (Integer) Files.getAttribute(file, "unix:uid");
    }

    @Test
    void shouldHaveNoObjectionWhenNobodyElseCanChangeIt() {
        assertThat(CommandFile.objection(file, self)).isEmpty();
        assertThat(CommandFile.objection(Path.of("/bin/true"))).isEmpty();
    }

    @Test
    void shouldObjectWhenTheOwnerIsNeitherRootNorTrusted() throws IOException {
        assertThat(CommandFile.objection(ownedByStranger(), STRANGER + 1))
                .hasValueSatisfying(text -> assertThat(text).contains("is owned by user ", ", not by root"));
    }

    @Test
    void shouldObjectWhenOthersCanChangeIt() throws IOException {
        permit(file, "rwxrwxr-x");
        assertThat(CommandFile.objection(file, self)).hasValue("others can change " + file.toRealPath());
        permit(file, "rwxr-xrwx");
        assertThat(CommandFile.objection(file, self)).hasValue("others can change " + file.toRealPath());
    }

    @Test
    void shouldObjectWhenOthersCanReplaceIt() throws IOException {
        permit(folder, "rwxrwxr-x");
        assertThat(CommandFile.objection(file, self))
                .hasValue("others can replace what is in folder " + folder.toRealPath());
    }

    @Test
    void shouldObjectWhenItCannotBeRun() throws IOException {
        permit(file, "rw-r--r--");
        assertThat(CommandFile.objection(file, self)).hasValue(file.toRealPath() + " is not executable");
        assertThat(CommandFile.objection(folder, self)).hasValue(folder + " is not a file");
        assertThat(CommandFile.objection(folder.resolve("none"), self))
                .hasValue(folder.resolve("none") + " does not exist");
    }

    @Test
    void shouldLookAtTheFileItselfWhenALinkLeadsToIt() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(CommandFile.objection(link, self)).isEmpty();
        permit(file, "rwxrwxrwx");
        assertThat(CommandFile.objection(link, self)).hasValue("others can change " + file.toRealPath());
    }

    /** Root can give a file away; everybody else is a stranger to the next user id. */
    private Path ownedByStranger() throws IOException {
        if (self == 0) {
            Files.setAttribute(file, "unix:uid", STRANGER);
        }
        return file;
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
