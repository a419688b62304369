package io.fairlead.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hands type that know the product of old, with a stand-in for {@code fairlead} that says how it was called. */
final class OldNamesTest {

    private static final Path BIN = Path.of("bin");

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void standIn() throws IOException {
        for (String name : List.of("mwg-mon", "mfend-lb")) {
            Files.copy(BIN.resolve(name), directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path fairlead = Files.writeString(directory.resolve("fairlead"), "#!/bin/sh\necho \"fairlead $*\"\n");
        Files.setPosixFilePermissions(fairlead, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource({
        "mwg-mon -v -c, fairlead check -v",
        "mwg-mon -c -v, fairlead check -v",
        "mwg-mon -vc, fairlead check -v",
        "mwg-mon -c, fairlead check",
        "mwg-mon, fairlead check",
        "mfend-lb -s, fairlead status"
    })
    void shouldCallWhatThereIsNow(String typed, String called) throws Exception {
        assertThat(run(typed, 0)).isEqualTo(called + "\n");
    }

    @Test
    void shouldNameTheNewCommandsWhenAnotherOptionIsTyped() throws Exception {
        assertThat(run("mwg-mon -k", 2))
                .startsWith("mwg-mon: '-k' is not an option here: ")
                .contains("`fairlead check");
        assertThat(run("mfend-lb -x", 2))
                .startsWith("mfend-lb: '-x' is not an option here: ")
                .contains("`fairlead status`");
        assertThat(run("mfend-lb", 2)).startsWith("mfend-lb: mfend-lb -s stands for `fairlead status`.");
    }

    private String run(String typed, int exitCode) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(typed.split(" ", -1)));
        words.set(0, directory.resolve(words.get(0)).toString());
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }
}
