package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Streams;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator can say about who goes where: heavy sources, exceptions, health redirect by redirect, and the proxy's own figure. */
@Tag("long")
final class ChoiceOfNodesIT {

    private static final int PORT = 7000;
    private static final int OTHER_PORT = 7001;
    private static final int BYTES_PER_SECOND = 1000;
    private static final int SECONDS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String HEAVY = LabPlan.spareAddress(0);
    private static final String EXCEPTED = LabPlan.spareAddress(1);
    private static final int MANY = 120;
    private static final int FEW = 10;

    private final Segment segment = new Segment(Cluster.plan("choice"));
    private final List<FairleadPeer> nodes = new ArrayList<>();

    private FairleadPeer node(final String name) {
        return segment.fairlead(
                name, Cluster.quickRouter(NODES.indexOf(name), true), """
                redirects:
                  - protocol: streams
                    originalPorts: [%d]
                  - protocol: more
                    originalPorts: [%d]
                    exceptSources: [%s]
                cluster:
                  nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]
                policy:
                  heavySources: {connections: 50, spread: true}
                health:
                  perRedirect: true
                """.formatted(PORT, OTHER_PORT, EXCEPTED));
    }

    /** On n2 nobody serves OTHER_PORT. */
    private Client begin() {
        segment.build();
        for (int i = 0; i < NODES.size(); i++) {
            segment.addStation(NODES.get(i), i + 1);
            segment.serveStreams(NODES.get(i), PORT);
            if (i != 1) {
                segment.serveStreams(NODES.get(i), OTHER_PORT);
            }
        }
        segment.addStation("c1", 11);
        final Client client = segment.client("c1");
        List.of(HEAVY, EXCEPTED).forEach(client::addAddress);
        NODES.forEach(name -> nodes.add(node(name)));
        nodes.forEach(FairleadPeer::start);
        Await.until(
                "n1 director of three nodes that take clients",
                LIMIT,
                () -> nodesAsTheDirectorSeesThem().stream()
                                .filter(NodeStatus::takesNewClients)
                                .count()
                        == NODES.size());
        return client;
    }

    private StatusReport director() {
        return nodes.get(0).report().orElseThrow();
    }

    private List<NodeStatus> nodesAsTheDirectorSeesThem() {
        return nodes.get(0).report().map(StatusReport::nodes).orElse(List.of());
    }

    private static Streams downloads(final Client client, final int port, final int count, final String from) {
        return client.downloads(
                LabPlan.VIRTUAL_IP, port, count, SECONDS * BYTES_PER_SECOND, BYTES_PER_SECOND, List.of(from));
    }

    private static Streams fromNewAddresses(final Client client, final int port, final int first) {
        final List<String> sources = IntStream.range(first, first + FEW)
                .mapToObj(LabPlan::spareAddress)
                .toList();
        sources.forEach(client::addAddress);
        return client.downloads(LabPlan.VIRTUAL_IP, port, FEW, SECONDS * BYTES_PER_SECOND, BYTES_PER_SECOND, sources);
    }

    private List<Long> active() {
        return director().nodes().stream().map(NodeStatus::activeConnections).toList();
    }

    private long activeOfAll() {
        return active().stream().mapToLong(Long::longValue).sum();
    }

    private static void assertAllComplete(final Streams streams, final int count) {
        final Streams.Progress end = streams.await(LIMIT);
        assertThat(end.broken()).as(end.trouble()).isZero();
        assertThat(end.complete()).isEqualTo(count);
    }

    @Test
    void shouldSendClientsWhereTheyAreMeantToGo() {
        try (segment) {
            final Client client = begin();

            shouldNameAndSpreadAHeavySource(client);
            shouldLeaveAnExceptedClientToTheNodeItAddresses(client);
            shouldSpareANodeTheRedirectAloneThatFailsThere(client);
        }
    }

    private void shouldNameAndSpreadAHeavySource(final Client client) {
        try (Streams downloads = downloads(client, PORT, MANY, HEAVY)) {
            Await.until("all reported", LIMIT, () -> activeOfAll() == MANY);

            final StatusReport status = director();
            assertThat(status.heavySources())
                    .extracting(HeavySourceStatus::client)
                    .containsExactly(HEAVY);
            assertThat(status.heavySources().get(0).spread()).isTrue();
            assertThat(nodes.get(0).logText()).contains("heavy source " + HEAVY);
            // the first 50 are with one node; of the others each node gets about a third, the one that has those fewer
            assertThat(active()).as("connections of the nodes").allMatch(connections -> connections >= 20);
            assertAllComplete(downloads, MANY);
        }
    }

    private void shouldLeaveAnExceptedClientToTheNodeItAddresses(final Client client) {
        Await.until("nothing open", LIMIT, () -> activeOfAll() == 0);
        try (Streams downloads = downloads(client, OTHER_PORT, FEW, EXCEPTED)) {
            Await.until("all open", LIMIT, () -> downloads.progress().open() == FEW);
            assertThat(nodes.get(0)
                            .command("explain", EXCEPTED, String.valueOf(OTHER_PORT))
                            .output())
                    .contains("the redirect excepts this client")
                    .doesNotContain("connections:");
            assertAllComplete(downloads, FEW);
        }
    }

    private void shouldSpareANodeTheRedirectAloneThatFailsThere(final Client client) {
        final NodeStatus partly = director().nodes().stream()
                .filter(node -> node.name().equals("n2"))
                .findFirst()
                .orElseThrow();
        assertThat(partly.healthy()).isFalse();
        assertThat(partly.failures()).singleElement().asString().contains(String.valueOf(OTHER_PORT), "refused");

        try (Streams there = fromNewAddresses(client, OTHER_PORT, 3)) {
            Await.until("all reported", LIMIT, () -> activeOfAll() == FEW);
            assertThat(active().get(1)).as("connections of n2").isZero();
            assertAllComplete(there, FEW);
        }
        Await.until("nothing open", LIMIT, () -> activeOfAll() == 0);
        try (Streams here = fromNewAddresses(client, PORT, 3 + FEW)) {
            Await.until("all reported", LIMIT, () -> activeOfAll() == FEW);
            assertThat(active().get(1)).as("connections of n2").isPositive();
            assertAllComplete(here, FEW);
        }
    }
}
