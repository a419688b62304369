package io.fairlead.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.control.RunDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code fairlead capture} refuses before it asks a daemon. */
final class CaptureCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "capture";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Fairlead.commandLine(
                        () -> {
                            throw new AssertionError("a capture starts no daemon");
                        },
                        new RunDirectory(directory),
                        new Console(new PrintWriter(new StringWriter()), new PrintWriter(err, true)))
                .execute(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--client proxy.example | 'proxy.example' is neither an IP address nor a prefix; use one like 10.51.0.50",
                "--client 10.51.0.0/40  | '10.51.0.0/40' is neither an IP address nor a prefix",
                "--port 0               | '0' is not a port; use 1-65535",
                "--verdict lost         | 'lost' is no verdict; there are steered, handed-over, delivered, translated,",
                "--snaplen 5            | --snaplen 5 is too little: use at least 14",
                "--snaplen 300000       | --snaplen 300000 is too much: use at most 262144",
                "--count 0              | --count 0 is too little: use at least 1",
                "--seconds 100000       | --seconds 100000 is too much: use at most 86400",
                "--size 0               | --size 0 is too little: use at least 1"
            })
    void shouldSayWhatIsWrongWithAValueAndWhatIsRight(String option, String reason) {
        String[] words = option.split(" ", 2);

        assertThat(execute("--out", "x.pcapng", words[0], words[1])).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(reason).contains("Try 'fairlead capture --help'.");
        assertThat(Path.of("x.pcapng")).doesNotExist();
    }

    @Test
    void shouldAskWhereToWrite() {
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'--out=FILE'");
    }

    @Test
    void shouldSayThatNoNodeRuns() {
        assertThat(execute("--out", directory.resolve("x.pcapng").toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).isEqualTo("fairlead: no running node on this machine\n");
        assertThat(directory.resolve("x.pcapng")).doesNotExist();
    }
}
