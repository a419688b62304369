package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Streams;
import io.fairlead.tools.lab.VrrpSettings;
import io.fairlead.tools.status.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * n1 and n2 send their advertisements to n3 alone, which never becomes director: so both are, for as long as they live. The client believes now the one, now the other.
 */
@Tag("long")
@BesideOthers
final class TwoDirectorsIT {

    private static final int PORT = 7000;
    private static final int CONNECTIONS = 60;
    private static final int SOURCES = 20;
    private static final int BYTES_PER_SECOND = 1000;
    private static final int SECONDS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_MOVES = Duration.ofMillis(500);
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String YAML = """
            redirects:
              - protocol: streams
                originalPorts: [%d]
            cluster:
              nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]
            """.formatted(PORT);

    private final LabPlan plan = Cluster.plan("two_directors");
    private final Segment segment = new Segment(plan);
    private final List<FairleadPeer> nodes = new ArrayList<>();

    private FairleadPeer node(final int number) {
        final VrrpSettings settings = Cluster.quickRouter(number, true);
        return segment.fairlead(
                NODES.get(number),
                number < 2 ? settings.withUnicastPeers(List.of("10.51.0.3")) : settings.withPriority(0),
                YAML);
    }

    @Test
    void shouldServeEveryClientAndSendNoFrameRound() {
        try (segment) {
            segment.build();
            for (int i = 0; i < NODES.size(); i++) {
                segment.addStation(NODES.get(i), i + 1);
                segment.serveStreams(NODES.get(i), PORT);
            }
            segment.addStation("c1", 11);
            final Client client = segment.client("c1");
            final List<String> sources =
                    IntStream.range(0, SOURCES).mapToObj(LabPlan::spareAddress).toList();
            sources.forEach(client::addAddress);
            IntStream.range(0, NODES.size()).forEach(number -> nodes.add(node(number)));
            nodes.forEach(FairleadPeer::start);
            Await.until("two directors, who know all nodes", LIMIT, () -> nodes.subList(0, 2).stream()
                    .allMatch(node -> node.isMaster() && knowsAll(node)));

            try (Streams downloads = client.downloads(
                    LabPlan.VIRTUAL_IP, PORT, CONNECTIONS, SECONDS * BYTES_PER_SECOND, BYTES_PER_SECOND, sources)) {
                for (int move = 0; downloads.progress().complete() == 0; move++) {
                    believe(client, nodes.get(move % 2));
                    Await.pause(BETWEEN_MOVES);
                    assertThat(downloads.progress().broken())
                            .as(downloads.progress().trouble())
                            .isZero();
                }
                final Streams.Progress end = downloads.await(LIMIT);
                assertThat(end.broken()).as(end.trouble()).isZero();
                assertThat(end.complete()).isEqualTo(CONNECTIONS);
            }

            assertThat(nodes.subList(0, 2)).allMatch(FairleadPeer::isMaster);
            assertThat(sum("drop-loop")).isZero();
            assertThat(nodes.subList(0, 2)).allMatch(node -> counter(node, "steered") > 0, "has steered");
            // each frame that the client has sent has to be steered once at most
            assertThat(sum("steered")).isLessThanOrEqualTo(2 * sentBy(client));
        }
    }

    private static boolean knowsAll(final FairleadPeer node) {
        return node.report()
                .map(report -> report.nodes().stream()
                                .filter(NodeStatus::takesNewClients)
                                .count()
                        == NODES.size())
                .orElse(false);
    }

    /** The client's frames to the virtual IP go to this director from now on. */
    private static void believe(final Client client, final FairleadPeer director) {
        client.namespace()
                .ip("neigh", "replace", LabPlan.VIRTUAL_IP, "lladdr", director.virtualIpMac(), "dev", "eth0")
                .orThrow();
    }

    private long counter(final FairleadPeer node, final String counter) {
        return Objects.requireNonNull(
                CountersFile.read(plan.runDirectory().resolve(node.name()).resolve("counters"))
                        .get(counter));
    }

    private long sum(final String counter) {
        return nodes.stream().mapToLong(node -> counter(node, counter)).sum();
    }

    private static long sentBy(final Client client) {
        return Long.parseLong(client.namespace()
                .run(LIMIT, "cat", "/sys/class/net/eth0/statistics/tx_packets")
                .output()
                .strip());
    }
}
