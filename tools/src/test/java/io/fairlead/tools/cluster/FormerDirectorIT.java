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
import io.fairlead.tools.status.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A client never hears of a change of director: all its frames go to n1, which has ceased to be it. Its connections go on, for half a minute by what n1 knew, and then by what
 * the nodes that own them say.
 */
@Tag("long")
@BesideOthers
final class FormerDirectorIT {

    private static final int PORT = 7000;
    private static final int NAME_PORT = 7001;
    private static final int CONNECTIONS = 12;
    private static final int BYTES_PER_SECOND = 500;
    // until after the former director has forgotten, also where commands take long
    private static final int SECONDS = 48;
    private static final int FIRST_FRESH_HOST = 20;
    private static final int NEW_CLIENTS = 4;
    private static final int WELL_BEYOND_WHAT_IS_UNDER_WAY = 30;
    private static final Duration BY_WHAT_IT_KNEW = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String YAML = """
            redirects:
              - protocol: streams
                originalPorts: [%d]
              - protocol: names
                originalPorts: [%d]
            cluster:
              nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]
            """.formatted(PORT, NAME_PORT);

    private final LabPlan plan = Cluster.plan("former");
    private final Segment segment = new Segment(plan);
    private final List<FairleadPeer> nodes = new ArrayList<>();
    private int freshHost = FIRST_FRESH_HOST;

    @Test
    void shouldSteerTheFramesOfAClientThatHasNotHeardOfTheNewDirector() {
        try (segment) {
            final Client client = begin();
            final List<String> sources = IntStream.range(0, CONNECTIONS)
                    .mapToObj(LabPlan::spareAddress)
                    .toList();
            sources.forEach(client::addAddress);
            try (Streams downloads = client.downloads(
                    LabPlan.VIRTUAL_IP, PORT, CONNECTIONS, SECONDS * BYTES_PER_SECOND, BYTES_PER_SECOND, sources)) {
                Await.until(
                        "all nodes serving",
                        LIMIT,
                        () -> downloads.progress().open() == CONNECTIONS
                                && nodesAsN1SeesThem().stream().allMatch(node -> node.activeConnections() > 0));

                assertThat(nodes.get(0).command("failover", "n2").output()).startsWith("n2 is director");
                final long relievedNs = System.nanoTime();

                assertSteersByWhatItKnew(client);
                awaitOwnersAskedFor(relievedNs);
                awaitSteering();
                assertNewConnectionsServedByN1(client);

                final Streams.Progress end = downloads.await(LIMIT);
                assertThat(end.broken()).as(end.trouble()).isZero();
                assertThat(end.complete()).isEqualTo(CONNECTIONS);
            }
            assertThat(nodes.get(1).isMaster()).isTrue();
            assertThat(counter("drop-no-owner")).isZero();
        }
    }

    private Client begin() {
        segment.build();
        for (int i = 0; i < NODES.size(); i++) {
            segment.addStation(NODES.get(i), i + 1);
            segment.serveStreams(NODES.get(i), PORT);
            segment.start(
                    NODES.get(i),
                    "names",
                    "socat",
                    "TCP4-LISTEN:" + NAME_PORT + ",reuseaddr,fork",
                    "SYSTEM:echo " + NODES.get(i));
            nodes.add(segment.fairlead(NODES.get(i), Cluster.quickRouter(i, true), YAML));
        }
        segment.addStation("c1", 11);
        final Client client = segment.client("c1");
        client.namespace()
                .ip(
                        "neigh",
                        "replace",
                        LabPlan.VIRTUAL_IP,
                        "lladdr",
                        nodes.get(0).virtualIpMac(),
                        "dev",
                        "eth0",
                        "nud",
                        "permanent")
                .orThrow();
        nodes.forEach(FairleadPeer::start);
        Await.until(
                "n1 director of three nodes",
                LIMIT,
                () -> nodes.get(0).isMaster()
                        && nodesAsN1SeesThem().stream()
                                        .filter(NodeStatus::takesNewClients)
                                        .count()
                                == NODES.size());
        return client;
    }

    private List<NodeStatus> nodesAsN1SeesThem() {
        return nodes.get(0).report().map(report -> report.nodes()).orElse(List.of());
    }

    private void assertSteersByWhatItKnew(final Client client) {
        final long asked = counter("drop-unknown-flow");
        awaitSteering();
        assertNewConnectionsServedByN1(client);
        assertThat(counter("drop-unknown-flow")).isEqualTo(asked);
    }

    /** It steers: not only what was on its way to it when it was relieved. */
    private void awaitSteering() {
        final long steered = counter("steered");
        Await.until("n1 steering", LIMIT, () -> counter("steered") > steered + WELL_BEYOND_WHAT_IS_UNDER_WAY);
    }

    private void awaitOwnersAskedFor(final long relievedNs) {
        final long asked = counter("drop-unknown-flow");
        Await.until("the owners asked for", BY_WHAT_IT_KNEW.plus(LIMIT), () -> counter("drop-unknown-flow") > asked);
        final Duration after = Duration.ofNanos(System.nanoTime() - relievedNs);
        System.out.println("a former director went by what it knew for " + after.toMillis() + " ms");
        assertThat(after).isBetween(BY_WHAT_IT_KNEW.minusSeconds(2), BY_WHAT_IT_KNEW.plusSeconds(4));
    }

    private void assertNewConnectionsServedByN1(final Client client) {
        for (int i = 0; i < NEW_CLIENTS; i++) {
            final String source = "10.51.0." + freshHost++;
            client.addAddress(source);
            assertThat(client.namespace()
                            .run(
                                    LIMIT,
                                    "socat",
                                    "-u",
                                    "TCP4:%s:%d,bind=%s".formatted(LabPlan.VIRTUAL_IP, NAME_PORT, source),
                                    "-")
                            .output()
                            .strip())
                    .isEqualTo("n1");
        }
    }

    private long counter(final String counter) {
        return Objects.requireNonNull(
                CountersFile.read(plan.runDirectory().resolve("n1").resolve("counters"))
                        .get(counter));
    }
}
