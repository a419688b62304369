package io.fairlead.tools.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/health.md} are the golden files: what it shows is what the code makes. */
final class CheckReportTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "health.md");

    private static final RedirectCheck NAMES = new RedirectCheck(
            "names",
            "udp",
            List.of(53),
            null,
            53,
            null,
            CheckState.NOT_PROBED,
            "a UDP port answers nobody",
            "",
            null,
            0,
            null,
            null,
            null,
            0,
            0);

    private static final RedirectCheck FAILED = new RedirectCheck(
            "http",
            "tcp",
            List.of(9090, 9091),
            "10.51.0.1",
            3128,
            "http",
            CheckState.FAILED,
            "connection refused: the proxy listens on 127.0.0.1 only",
            "let the proxy listen on all addresses (0.0.0.0), or on 10.51.0.1",
            "2026-11-22T20:30:49.623Z",
            12_500,
            320L,
            14_000L,
            0.118,
            0,
            1);

    private static final CheckReport REPORT = report(
            false,
            false,
            FAILED,
            new RedirectCheck(
                    "ftp",
                    "tcp",
                    List.of(2121),
                    "10.51.0.1",
                    2121,
                    "ftp",
                    CheckState.OK,
                    "answers: 220 lab FTP ready",
                    "",
                    "2026-11-21T18:27:58.123Z",
                    93_784_000,
                    120L,
                    120L,
                    1.843,
                    0,
                    2),
            new RedirectCheck(
                    "icap",
                    "tcp",
                    List.of(1344),
                    "10.51.0.1",
                    1344,
                    "icap reqmod",
                    CheckState.OK,
                    "no answer: the proxy accepts connections and says nothing",
                    "restart the proxy if it hangs; raise health.timeout if it is slow; if it does not speak ICAP, name"
                            + " what it speaks in the redirect's health.probe",
                    "2026-11-22T20:27:42.123Z",
                    200_000,
                    410L,
                    2_412L,
                    2000.004,
                    1,
                    2),
            NAMES);

    private final CheckJson json = new CheckJson();

    private static CheckReport report(boolean healthy, boolean perRedirect, RedirectCheck... redirects) {
        return new CheckReport(
                "n1", "2026-11-22T20:31:02.123Z", healthy, perRedirect, 500, 2_000, 1, 2, List.of(redirects));
    }

    @Test
    void shouldRenderAsDocumentedWhenShownToPeople() throws IOException {
        assertThat(CheckRenderer.render(REPORT, false)).isEqualTo(example("text"));
        assertThat(CheckRenderer.render(REPORT, true)).isEqualTo(example("verbose"));
    }

    @Test
    void shouldBeWrittenAsDocumentedWhenShownToPrograms() throws IOException {
        assertThat(json.toText(json.toJson(REPORT))).isEqualTo(example("json"));
    }

    @Test
    void shouldBeTheSameWhenReadBack() throws IOException {
        assertThat(json.fromJson(json.toJson(REPORT))).isEqualTo(REPORT);
    }

    @Test
    void shouldSayWhatFollowsFromIt() {
        assertThat(CheckRenderer.render(report(true, false, NAMES), false)).startsWith("n1: nothing is probed, at ");
        assertThat(CheckRenderer.render(report(true, false), false))
                .isEqualTo("n1: nothing is probed, at 2026-11-22T20:31:02.123Z\n");
        assertThat(CheckRenderer.render(report(false, true, FAILED, NAMES), false))
                .startsWith("n1: partly, gets no new connections to port 9090, 9091, at ");
        assertThat(CheckRenderer.render(report(false, true, FAILED), false))
                .startsWith("n1: FAILED, gets no new clients, at ");
    }

    private static String example(String language) throws IOException {
        String documentation = Files.readString(DOCUMENTATION);
        String start = "```" + language + "\n";
        int from = documentation.indexOf(start) + start.length();
        return documentation.substring(from, documentation.indexOf("```", from));
    }
}
