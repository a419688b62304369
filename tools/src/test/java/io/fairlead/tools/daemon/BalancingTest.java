package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusRenderer;
import io.fairlead.tools.status.StatusReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration says about the choice of nodes, on a simulated segment of whole nodes. */
final class BalancingTest {

    private static final int CLIENTS = 60;

    private final Path folder;
    private SimulatedCluster cluster;

    BalancingTest(@TempDir final Path folder) {
        this.folder = folder;
        this.cluster = new SimulatedCluster(1, 0, folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldOnlySteerWhenTheDirectorDoesNotScan() {
        start((number, yaml) -> number == 1 ? yaml.replace("node:", "node:\n  scanning: false") : yaml);
        // nobody listens there, and nobody looks
        cluster.node(1).kernel().listen(PORT, false);

        assertThat(clientsOfNewConnections()[0]).isZero();

        assertThat(cluster.connections()).allSatisfy(SimulatedAssertions::isFlowing);
        final StatusReport status = status(1);
        assertThat(status.role()).isEqualTo(NodeRole.DIRECTOR);
        assertThat(status.nodes().get(0).healthy()).isTrue();
        assertThat(status.nodes().get(0).scanningEnabled()).isFalse();
        assertThat(StatusRenderer.render(status)).containsPattern("n1 .* ok +no ");
    }

    @Test
    void shouldScanAndNeverDirectWhenThePriorityIsZero() {
        start((number, yaml) -> number == 3 ? yaml.replace("priority: 79", "priority: 0") : yaml);

        assertThat(clientsOfNewConnections()[2]).isPositive();
        assertThat(status(1).nodes().get(2).role()).isEqualTo(NodeRole.SCANNING_ONLY);

        cluster.node(1).crash();
        cluster.runWithTraffic(Duration.ofSeconds(6));
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThat(clientsOfNewConnections()[2]).isPositive();

        cluster.node(2).crash();
        cluster.runWithTraffic(Duration.ofSeconds(20));
        assertThat(cluster.directors()).isEmpty();
        assertThat(cluster.node(3).shownVips()).isEmpty();
    }

    @Test
    void shouldShareByWeightAndGiveNothingToWeightZero() {
        start((number, yaml) ->
                yaml.replace("node:", "node:\n  weight: " + List.of(50, 100, 0).get(number - 1)));

        final int[] clients = clientsOfNewConnections();

        assertThat(clients[0]).isBetween(18, 22);
        assertThat(clients[1]).isBetween(38, 42);
        assertThat(clients[2]).isZero();
        assertThat(status(1).nodes()).extracting(NodeStatus::weight).containsExactly(50, 100, 0);
    }

    @Test
    void shouldFindTheSameNodeAgainWhenTheAddressDecidesAndTheDirectorIsAnother() {
        start((number, yaml) -> yaml + "policy: {algorithm: sourceHash}\n");
        clientsOfNewConnections();
        final List<Long> before = serversOfLastConnections();

        cluster.nodes().forEach(SimulatedNode::crash);
        cluster.nodes().forEach(SimulatedNode::forgetSticky);
        cluster.node(2).start();
        cluster.node(3).start();
        cluster.run(Duration.ofSeconds(8));
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        clientsOfNewConnections();
        final List<Long> after = serversOfLastConnections();

        for (int client = 0; client < CLIENTS; client++) {
            if (before.get(client) != cluster.node(1).mac()) {
                assertThat(after.get(client)).isEqualTo(before.get(client));
            }
        }
    }

    @Test
    void shouldGiveAReturningNodeLittleAtFirstWhenItsStartIsSlow() {
        start((number, yaml) -> yaml + "policy: {slowStart: 60s}\n");
        assertThat(clientsOfNewConnections()[2]).isBetween(18, 22);
        cluster.node(3).healthy(false);
        cluster.run(Duration.ofSeconds(2));
        assertThat(clientsOfNewConnections()[2]).isZero();
        cluster.node(3).healthy(true);
        cluster.run(Duration.ofMillis(50));
        final long scoreAtFirst = status(1).nodes().get(2).loadScore();

        cluster.runWithTraffic(Duration.ofSeconds(61));

        assertThat((double) scoreAtFirst / status(1).nodes().get(2).loadScore())
                .as("a tenth of the share for the same load")
                .isBetween(9.5, 10.5);
    }

    @Test
    void shouldNameAPolicyThatDiffers() {
        start((number, yaml) -> number == 2 ? yaml + "policy: {algorithm: leastConnections}\n" : yaml);

        assertThat(status(1).nodes().get(1).mismatches()).containsExactly("policy differs");
        assertThat(status(1).nodes().get(2).mismatches()).isEmpty();
        assertThat(status(2).nodes().get(1).mismatches()).containsExactly("policy differs");
    }

    private void start(final BiFunction<Integer, String, String> edit) {
        cluster.close();
        cluster = new SimulatedCluster(1, CLIENTS, folder, "version: 2", edit).settled();
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    /** How many of the clients open their next connection at each of the three nodes. */
    private int[] clientsOfNewConnections() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        final List<Long> servers = serversOfLastConnections();
        return cluster.nodes().stream()
                .mapToInt(node -> (int)
                        servers.stream().filter(server -> server == node.mac()).count())
                .toArray();
    }

    private List<Long> serversOfLastConnections() {
        return cluster.clients().stream()
                .map(client -> client.connections()
                        .get(client.connections().size() - 1)
                        .servedBy())
                .toList();
    }

    private StatusReport status(final int number) {
        return cluster.node(number).status().report(new TreeMap<>());
    }
}
