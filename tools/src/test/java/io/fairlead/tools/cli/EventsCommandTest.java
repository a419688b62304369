package io.fairlead.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsCommandTest {

    private static final String LINE = "{\"sequence\":%d,\"time\":\"%s\",\"type\":\"%s\",\"level\":\"info\","
            + "\"message\":\"%s\",\"details\":{\"router\":\"51\"}}%n";

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        PrintWriter errors = new PrintWriter(err, true);
        return Fairlead.commandLine(
                        () -> {
                            throw new IllegalStateException("no daemon is needed");
                        },
                        new RunDirectory(directory),
                        new Console(new PrintWriter(out, true), errors))
                .execute(arguments);
    }

    private void journal(String text) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("n1").resolve("state"));
        Files.writeString(folder.resolve("events.jsonl"), text);
    }

    private static String line(long sequence, Instant time, String type, String message) {
        return LINE.formatted(sequence, time, type, message);
    }

    @Test
    void shouldShowTheLastEventsOfTheOnlyNodeWithoutADaemon() throws IOException {
        journal(line(1, Instant.parse("2026-11-22T20:31:02.123Z"), "vrrp.state", "backup to master")
                + line(2, Instant.parse("2026-11-22T20:31:03Z"), "node.lost", "n2 is silent"));

        assertThat(run("events")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-11-22T20:31:02.123Z INFO  vrrp.state          backup to master",
                        "2026-11-22T20:31:03.000Z INFO  node.lost           n2 is silent");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldShowOnlyWhatIsAskedFor() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        journal(line(1, now.minus(2, ChronoUnit.HOURS), "vrrp.state", "old")
                + line(2, now.minus(1, ChronoUnit.MINUTES), "vrrp.track", "young")
                + line(3, now, "vrrpx.state", "other")
                + line(4, now, "node.lost", "lost"));

        assertThat(run("events", "--type", "vrrp")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.endsWith("old") || line.endsWith("young"));
        out.getBuffer().setLength(0);
        assertThat(run("events", "--since", "10m", "--type", "vrrp", "--type", "node.lost", "-n", "1", "--json"))
                .isZero();
        assertThat(out.toString())
                .isEqualToIgnoringNewLines(
                        "{\"sequence\":4,\"time\":\"" + now
                                + "\",\"type\":\"node.lost\",\"level\":\"info\",\"message\":\"lost\",\"details\":{\"router\":\"51\"}}");
    }

    @Test
    void shouldSayHowManyLinesAreLeftOut() throws IOException {
        journal(line(1, Instant.now(), "vrrp.state", "whole") + "{\"sequence\":2,");

        assertThat(run("events")).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("left out 1 line");
    }

    @Test
    void shouldRefuseWhatIsNoMomentAndNameWhatIsOne() throws IOException {
        journal("");

        assertThat(run("events", "--since", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'yesterday' is not a moment", "10m");
    }

    @Test
    void shouldSayThatThereIsNoJournal() {
        assertThat(run("events", "--node", "n7")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("node n7 has no journal of events in " + directory.resolve("n7"));
    }
}
