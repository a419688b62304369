package io.fairlead.tools.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.tools.config.SchemaFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/status.md} are the golden files: what it shows is what the code makes. */
final class StatusReportTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "status.md");

    private static final StatusReport REPORT = new StatusReport(
            "n1",
            NodeRole.DIRECTOR,
            "2026-11-22T20:31:02.123Z",
            93_784_000,
            new EngineStatus(2, "adaptive", 50, List.of(1, 3)),
            List.of(new VirtualRouterStatus(
                    51,
                    "eth0",
                    2,
                    "MASTER",
                    99,
                    99,
                    List.of("10.51.0.100/24"),
                    true,
                    "10.51.0.1",
                    "no advertisement for 3.61 s from 10.51.0.2",
                    List.of())),
            List.of(new RedirectStatus("http", "tcp", List.of(9090, 9091), 3128)),
            List.of(
                    new NodeStatus(
                            "n1",
                            "10.51.0.1",
                            "2001:db8:51::1",
                            "02:00:00:00:00:01",
                            1500,
                            NodeRole.DIRECTOR,
                            99,
                            true,
                            true,
                            true,
                            List.of(),
                            List.of(new ProxyStatus("http:3128", CheckState.OK, "")),
                            true,
                            false,
                            100,
                            12,
                            3.25,
                            92,
                            12,
                            40,
                            35,
                            23,
                            5,
                            0,
                            List.of()),
                    new NodeStatus(
                            "n2",
                            "10.51.0.2",
                            null,
                            "02:00:00:00:00:02",
                            null,
                            NodeRole.BACKUP,
                            89,
                            false,
                            false,
                            false,
                            List.of("http:3128 connection refused: the proxy listens on 127.0.0.1 only"),
                            List.of(new ProxyStatus(
                                    "http:3128",
                                    CheckState.FAILED,
                                    "connection refused: the proxy listens on 127.0.0.1 only")),
                            true,
                            true,
                            50,
                            1,
                            0,
                            8,
                            3,
                            38,
                            null,
                            9,
                            2,
                            740,
                            List.of("redirects differ"))),
            List.of(new HeavySourceStatus("10.51.0.50", "n1", 9, 69, false)),
            List.of("discovery is open: any machine on the segment can join"),
            new TreeMap<>(Map.of("foreign_unicast", 17L, "unknown_flow", 3L)));

    private static final StatusReport EMPTY = new StatusReport(
            "n1",
            NodeRole.SCANNING_ONLY,
            "2026-11-22T20:31:02.123Z",
            0,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new TreeMap<>());

    private final StatusJson json = new StatusJson();

    @Test
    void shouldRenderAsDocumentedWhenShownToPeople() throws IOException {
        assertThat(StatusRenderer.render(REPORT)).isEqualTo(example("text"));
    }

    @Test
    void shouldBeWrittenAsDocumentedWhenShownToPrograms() throws IOException {
        assertThat(json.toText(json.toJson(REPORT))).isEqualTo(example("json"));
    }

    @Test
    void shouldBeAsTheSchemaSays() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(StatusSchema.text());
        for (StatusReport report : List.of(REPORT, EMPTY)) {
            assertThat(SchemaFaults.of(schema, json.toJson(report))).isEmpty();
        }

        ObjectNode wrong = (ObjectNode) json.toJson(REPORT);
        wrong.remove("node");
        wrong.put("colour", "red");
        ((ObjectNode) wrong.path("nodes").path(0)).put("role", "king").put("sharePercent", 101);
        assertThat(SchemaFaults.of(schema, wrong))
                .containsExactlyInAnyOrder(
                        "/node is missing",
                        "/colour is not a known key",
                        "/nodes/0/role is none of [\"director\",\"backup\",\"scanning-only\"]",
                        "/nodes/0/sharePercent is out of range");
    }

    @Test
    void shouldBeReadWithoutWhatAnOlderDaemonDoesNotTell() throws IOException {
        ObjectNode older = (ObjectNode) json.toJson(REPORT);
        older.path("nodes").forEach(node -> ((ObjectNode) node).remove(List.of("proxies", "sharePercent")));

        assertThat(StatusRenderer.render(json.fromJson(older))).containsPattern("self +-\n");
    }

    @Test
    void shouldBeTheSameWhenReadBack() throws IOException {
        assertThat(json.fromJson(json.toJson(REPORT))).isEqualTo(REPORT);
    }

    @Test
    void shouldIgnoreKeysWhenANewerDaemonAddsThem() throws IOException {
        ObjectNode newer = ((ObjectNode) json.toJson(REPORT)).put("colour", "red");

        assertThat(json.fromJson(newer)).isEqualTo(REPORT);
    }

    @Test
    void shouldSaySoWhenItIsNoReport() {
        assertThatThrownBy(
                        () -> json.fromJson(new ObjectMapper().createArrayNode().add(1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the daemon is of another version: ");
    }

    @Test
    void shouldShowNoControlCharactersWhenANodeSendsSome() {
        StatusReport hostile = new StatusReport(
                "n1",
                NodeRole.BACKUP,
                "",
                0,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("n2 is called \u001b[2J\r\nn3"),
                new TreeMap<>());

        assertThat(StatusRenderer.render(hostile))
                .contains("  n2 is called ?[2J??n3\n")
                .doesNotContain("\u001b");
    }

    private static String example(String language) throws IOException {
        String documentation = Files.readString(DOCUMENTATION);
        String start = "```" + language + "\n";
        int from = documentation.indexOf(start) + start.length();
        return documentation.substring(from, documentation.indexOf("```", from));
    }

    @Test
    void shouldSayWhyThePriorityIsNotTheConfiguredOne() {
        final VirtualRouterStatus tracked = new VirtualRouterStatus(
                52,
                "eth1",
                3,
                "BACKUP",
                79,
                99,
                List.of("fe80::52/64"),
                false,
                "fe80::2",
                "started",
                List.of("track file /run/x is down: priority 99 - 20 = 79"));
        final StatusReport report = new StatusReport(
                "n1",
                NodeRole.BACKUP,
                "2026-11-22T20:31:02.123Z",
                1000,
                new EngineStatus(1, "poll", 0, List.of()),
                List.of(tracked),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>());
        assertThat(StatusRenderer.render(report))
                .contains("\ndata path: idle poll, on any CPU\n")
                .contains(
                        "virtual router 52 on eth1: BACKUP, VRRPv3, priority 79 (configured: 99), fe80::52/64 not held here\n")
                .contains("\n  since: started\n  track file /run/x is down: priority 99 - 20 = 79\n");
    }
}
