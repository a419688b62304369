package io.fairlead.tools.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.tools.status.Explanation.Candidate;
import io.fairlead.tools.status.Explanation.Connection;
import io.fairlead.tools.status.Explanation.NewConnection;
import io.fairlead.tools.status.Explanation.Reason;
import io.fairlead.tools.status.Explanation.Sticky;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/explain.md} are the golden files: what it shows is what the code makes. */
final class ExplanationTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "explain.md");

    private static final Candidate N1 =
            new Candidate("n1", "10.51.0.1", "2001:db8:51::1", true, List.of(), 100, 12, 34, 41, 2772, 1848, 5);
    private static final Candidate N2 =
            new Candidate("n2", "10.51.0.2", "2001:db8:51::2", true, List.of(), 100, 14, 12, 38, 2400, 0, 6);
    private static final Candidate N3 = new Candidate(
            "n3", "10.51.0.3", null, false, List.of("http:9090 connection refused"), 100, 3, 2, 35, 981, 0, 4);
    private static final Explanation EXAMPLE = new Explanation(
            "n1",
            true,
            "n1",
            "10.51.0.50",
            new NewConnection("tcp", 9090, "http", 9090, "n2", Reason.STICKY),
            "weightedLeastConnections",
            new Sticky("n2", 12, 1800),
            List.of(N1, N2, N3),
            List.of(
                    new Connection("tcp", 40_112, "10.51.0.100", 9090, "n2", "opening", 0, false, 0, 0),
                    new Connection("tcp", 40_110, "10.51.0.100", 9090, "n2", "established", 12, false, 0, 0),
                    new Connection("tcp", 40_096, "10.51.0.100", 80, "n1", "established", 754, true, 9090, 40_096)),
            0,
            List.of());

    private final ExplanationJson json = new ExplanationJson();

    private static Explanation of(
            final boolean steering,
            final String director,
            final NewConnection connection,
            final @Nullable Sticky sticky) {
        return new Explanation(
                "n1",
                steering,
                director,
                "10.51.0.50",
                connection,
                "sourceHash",
                sticky,
                List.of(N1, N2, N3),
                List.of(),
                0,
                List.of());
    }

    private static Explanation because(final Reason reason, final String node) {
        return of(true, "n1", new NewConnection("tcp", 9090, "http", 9090, node, reason), null);
    }

    @Test
    void shouldRenderAsDocumentedWhenShownToPeople() throws IOException {
        assertThat(ExplanationRenderer.render(EXAMPLE)).isEqualTo(example("text"));
    }

    @Test
    void shouldBeWrittenAsDocumentedWhenShownToPrograms() throws IOException {
        assertThat(json.toText(json.toJson(EXAMPLE))).isEqualTo(example("json"));
    }

    @Test
    void shouldBeTheSameWhenReadBack() throws IOException {
        assertThat(json.fromJson(json.toJson(EXAMPLE))).isEqualTo(EXAMPLE);
        final Explanation without = because(Reason.NOBODY, "");
        assertThat(json.fromJson(json.toJson(without))).isEqualTo(without);
    }

    @Test
    void shouldSaySoWhenItIsNoExplanation() {
        assertThatThrownBy(
                        () -> json.fromJson(new ObjectMapper().createArrayNode().add(1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the daemon is of another version: ");
    }

    @Test
    void shouldGiveTheReasonOfEachChoice() {
        assertThat(ExplanationRenderer.render(because(Reason.RECENT, "n2")))
                .contains("goes to n2, which was chosen a moment ago for another connection of the client.\n")
                .contains("\nThe client stays with no node yet.\n", "\nn1 knows no connection of the client.\n");
        assertThat(ExplanationRenderer.render(because(Reason.POLICY, "n2")))
                .contains(
                        "A new connection to tcp port 9090 (http) goes to n2, which the policy sourceHash prefers at the moment.\n")
                .contains("\n> n2 ");
        assertThat(ExplanationRenderer.render(because(Reason.PASSIVE, "n3")))
                .contains("goes to n3, whose proxy has opened this passive port for the client.\n");
        assertThat(ExplanationRenderer.render(because(Reason.NOBODY, "")))
                .contains("goes to this node's own kernel, because no node takes new clients.\n");
        assertThat(ExplanationRenderer.render(
                        of(true, "n1", new NewConnection("tcp", 22, "", 0, "", Reason.NOT_REDIRECTED), null)))
                .contains("A new connection to tcp port 22 is not balanced, because no redirect has that port")
                .doesNotContain(">");
    }

    @Test
    void shouldSayWhoDecidesWhenItIsAnotherNodeOrNone() {
        final NewConnection connection = new NewConnection("udp", 443, "quic", 3129, "n3", Reason.STICKY);
        assertThat(ExplanationRenderer.render(of(false, "n2", connection, new Sticky("n3", 61, 1800))))
                .startsWith("10.51.0.50 as n1 sees it: n2 is director and decides; ask it for its own view.\n"
                        + "Were n1 director, a new connection to udp port 443 (quic) would go to n3, with which the client"
                        + " stays.\nThe client stays with n3, which takes no new clients; its last new connection was 1m 1s"
                        + " ago, and it is forgotten after 30m 0s.\n");
        assertThat(ExplanationRenderer.render(of(false, "", connection, null)))
                .startsWith("10.51.0.50 as n1 sees it: there is no director, nothing is steered.\n");
        assertThat(ExplanationRenderer.render(of(false, "n1", connection, null)))
                .startsWith("10.51.0.50 as n1 sees it: n1 is director, but does not steer at the moment; ask again.\n");
    }

    @Test
    void shouldShowConnectionsInEveryStateAndThatThereAreMore() {
        final Explanation many = new Explanation(
                "n1",
                true,
                "n1",
                "10.51.0.50",
                EXAMPLE.newConnection(),
                EXAMPLE.policy(),
                null,
                List.of(N1, N2),
                List.of(
                        new Connection("tcp", 1, "10.51.0.100", 80, "", "asking", 0, false, 0, 0),
                        new Connection("udp", 2, "10.51.0.100", 80, "", "unclaimed", 1, false, 0, 0),
                        new Connection("tcp", 3, "10.51.0.100", 80, "n1", "closing", 2, true, 9090, 4)),
                44,
                List.of("10.51.0.50 is node n2\u001b[2J"));

        assertThat(ExplanationRenderer.render(many)).endsWith("""

                        connections:
                          tcp 1 to 10.51.0.100 port 80: its node is being asked for, last seen 0s ago
                          udp 2 to 10.51.0.100 port 80: no node knows it, last seen 1s ago
                          tcp 3 to 10.51.0.100 port 80: n1, closing, last seen 2s ago, translated to port 9090 and client port 4
                          and 44 more

                        notes:
                          10.51.0.50 is node n2?[2J
                        """);
    }

    private static String example(final String language) throws IOException {
        final String documentation = Files.readString(DOCUMENTATION);
        final String start = "```" + language + "\n";
        final int from = documentation.indexOf(start) + start.length();
        return documentation.substring(from, documentation.indexOf("```", from));
    }
}
