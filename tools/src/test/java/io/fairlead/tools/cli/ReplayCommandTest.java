package io.fairlead.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.report.Load;
import io.fairlead.tools.capture.CaptureReader;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.replay.PeerScript;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/** {@code fairlead replay} as its users meet it. */
final class ReplayCommandTest {

    private static final Path CASES = Path.of("src", "test", "resources", "replay");
    private static final String CONFIG = CASES.resolve("n1.yaml").toString();
    private static final String IN =
            CASES.resolve("new-connection").resolve("in.pcapng").toString();

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "replay";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        // --debug keeps the log of this JVM as it is
        return Fairlead.commandLine(
                        () -> {
                            throw new AssertionError("a replay starts no daemon");
                        },
                        new RunDirectory(directory),
                        new Console(new PrintWriter(out, true), new PrintWriter(err, true)))
                .execute(all);
    }

    @Test
    void shouldWriteWhatComesOutAndTellWhereConnectionsGo() throws IOException {
        Path written = directory.resolve("out.pcapng");

        assertThat(execute("--config", CONFIG, "--in", IN, "--out", written.toString(), "--peer", "n2=10.51.0.2"))
                .isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .contains("node      n1 (10.51.0.1, 02:51:00:00:00:01), director\n")
                .contains("capture   7 frames in 0.060 s\n")
                .contains("          7 written\n")
                .contains("              4  new-flows\n");
        try (CaptureReader reader = CaptureReader.open(written)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.frame().interfaceName()).isEqualTo("uplink");
        }
    }

    @Test
    void shouldCompareAsJson() {
        assertThat(execute("--config", CONFIG, "--in", IN, "--peer", "n2=10.51.0.2", "--compare-drain", "n2", "--json"))
                .isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("\"clients\" : 3", "\"from\" : \"n2\"", "\"reason\" : \"n2 is drained\"");
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        assertThat(execute(
                        "--config", CONFIG, "--in", directory.resolve("none").toString(), "--mac", "02:51:00:00:00:01"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("fairlead: " + directory.resolve("none") + " does not exist");

        assertThat(execute("--config", CONFIG, "--in", IN, "--out", IN)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("fairlead: --out would overwrite the capture: name another file");

        assertThat(execute("--config", CONFIG, "--in", IN, "--state", "asleep")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'asleep' is no state; use director, backup or started");
    }

    @Test
    void shouldReadAPeer() {
        assertThat(new PeerConverter().convert("n2=10.51.0.2"))
                .isEqualTo(new PeerScript(
                        "n2",
                        0x0A330002,
                        null,
                        0x0200_0A33_0002L,
                        Load.NONE,
                        100,
                        false,
                        true,
                        false,
                        0,
                        Long.MAX_VALUE));
        assertThat(new PeerConverter()
                        .convert("n2=10.51.0.2,mac=02:51:00:00:00:02,cpu=50,memory=20,connections=7,weight=30,draining,"
                                + "unhealthy,director,from=2,until=9"))
                .isEqualTo(new PeerScript(
                        "n2",
                        0x0A330002,
                        null,
                        0x0251_0000_0002L,
                        new Load(500, 200, 7, 0),
                        30,
                        true,
                        false,
                        true,
                        TimeUnit.SECONDS.toNanos(2),
                        TimeUnit.SECONDS.toNanos(9)));
        for (String wrong : new String[] {
            "n2",
            "n 2=10.51.0.2",
            "n2=x",
            "n2=2001:db8::1",
            "n2=10.51.0.2,cpu=101",
            "n2=10.51.0.2,cpu",
            "n2=10.51.0.2,speed=1",
            "n2=10.51.0.2,mac=1",
            "n2=10.51.0.2,cpu=1,cpu=2"
        }) {
            assertThatThrownBy(() -> new PeerConverter().convert(wrong))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageStartingWith("'" + wrong + "': ");
        }
    }
}
