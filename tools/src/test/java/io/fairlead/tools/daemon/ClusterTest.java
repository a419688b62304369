package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static io.fairlead.tools.daemon.SimulatedCluster.TRANSLATED_PORT;
import static io.fairlead.tools.daemon.SimulatedCluster.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.daemon.TcpConnection.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes and nine clients on a virtual segment: what a client sees. */
final class ClusterTest {

    private static final long SEED = 20_261;
    /** The type of the load reports in which a director tells of connections. */
    private static final int CONNECTIONS = 70;

    private static final int CLIENTS = 9;
    private static final Duration TAKEOVER = Duration.ofMillis(4200);

    private final SimulatedCluster cluster;

    ClusterTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(SEED, CLIENTS, folder).settled();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void shouldElectHighestPriorityWhenAllStart() {
        cluster.clients().forEach(client -> client.ask(VIP));
        cluster.run(Duration.ofMillis(10));

        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertThat(cluster.node(1).shownVips()).containsExactly(VIP);
        assertThat(cluster.node(2).shownVips()).isEmpty();
        assertThat(cluster.node(3).shownVips()).isEmpty();
        assertThat(cluster.clients()).allSatisfy(client -> {
            assertThat(client.neighbour(VIP)).isEqualTo(cluster.node(1).mac());
            assertThat(client.arpReplies(VIP)).isEqualTo(1);
        });
        assertThat(cluster.node(1).arpAnswersForVip()).isEqualTo(CLIENTS);
        assertThat(cluster.node(2).arpAnswersForVip()).isZero();
        assertThat(cluster.node(3).arpAnswersForVip()).isZero();
    }

    @Test
    void shouldSpreadClientsAndKeepThemWhenTheyComeAgain() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(3));
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(3));

        assertThat(cluster.servers()).hasSize(3);
        assertAllServed();
        assertThat(cluster.clients()).allSatisfy(client -> {
            assertThat(client.connections().get(0).servedBy())
                    .isEqualTo(client.connections().get(1).servedBy());
            assertThat(client.neighbour(VIP)).isEqualTo(cluster.node(1).mac());
            assertThat(cluster.wire().mostCrossings(client.ip())).isLessThanOrEqualTo(2);
        });
        assertThat(cluster.node(1).kernel().accepted()).isBetween(4, 8);
    }

    @Test
    void shouldCarryConnectionsOnWhenDirectorCrashesAndIsRestarted() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        cluster.node(1).crash();
        cluster.runWithTraffic(Duration.ofMillis(1750));
        cluster.node(1).start();
        cluster.runWithTraffic(Duration.ofSeconds(20));

        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertAllServed();
        assertNobodyIsStuck();
    }

    @Test
    void shouldCarryOthersConnectionsOnAndResetItsOwnWhenDirectorStaysDead() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        cluster.node(1).crash();
        cluster.runWithTraffic(TAKEOVER);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(12));

        assertThat(cluster.connections())
                .as("told that their node is gone")
                .filteredOn(
                        connection -> connection.servedBy() == cluster.node(1).mac())
                .isNotEmpty()
                .allSatisfy(connection -> assertThat(connection.state()).isEqualTo(State.RESET));
        assertThat(cluster.connections())
                .filteredOn(
                        connection -> connection.servedBy() != cluster.node(1).mac())
                .allSatisfy(SimulatedAssertions::isFlowing);
        assertThat(cluster.clients()).allSatisfy(client -> {
            final TcpConnection later = client.connections().get(1);
            assertThat(later.state()).isEqualTo(State.ESTABLISHED);
            assertThat(later.servedBy()).isNotEqualTo(cluster.node(1).mac());
            assertThat(client.neighbour(VIP)).isEqualTo(cluster.node(2).mac());
        });
    }

    @Test
    void shouldBreakNothingWhenPreemptedBack() {
        takeOverAndBack(false);

        assertAllServed();
        assertNobodyIsStuck();
    }

    @Test
    void shouldAskForFlowsWhenReturningDirectorKnowsNoClient() {
        takeOverAndBack(true);

        assertAllServed();
        assertNobodyIsStuck();
    }

    private void takeOverAndBack(final boolean forgets) {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        cluster.node(1).crash();
        cluster.runWithTraffic(TAKEOVER);
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        if (forgets) {
            cluster.nodes().forEach(SimulatedNode::forgetSticky);
        }
        cluster.node(1).start();
        cluster.runWithTraffic(Duration.ofSeconds(20));
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    @Test
    void shouldResetClientsThatWaitInSilenceWhenTheDirectorThatServedThemIsDead() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        cluster.run(Duration.ofSeconds(11));

        cluster.node(1).crash();
        cluster.run(Duration.ofSeconds(9));
        assertNoReset();
        cluster.run(Duration.ofSeconds(3));

        assertThat(cluster.connections()).anyMatch(connection -> connection.state() == State.RESET);
        assertThat(cluster.connections()).allSatisfy(connection -> assertThat(connection.state())
                .as(connection.toString())
                .isEqualTo(connection.servedBy() == cluster.node(1).mac() ? State.RESET : State.ESTABLISHED));
        assertThat(cluster.node(2).counter("probes")).isPositive();
    }

    @Test
    void shouldPreemptWhenTheDirectorHasToldOfAllConnectionsAndNotBefore() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        cluster.node(1).crash();
        cluster.runWithTraffic(TAKEOVER);
        cluster.wire().withhold(CONNECTIONS);
        cluster.node(1).start();

        cluster.runWithTraffic(Duration.ofSeconds(8));

        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThat(notes(cluster.node(1)))
                .singleElement()
                .asString()
                .startsWith("takes over when the director has told all its connections, in ");

        cluster.wire().carryAll();
        cluster.runWithTraffic(Duration.ofSeconds(3));

        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertThat(notes(cluster.node(1))).isEmpty();
        assertAllServed();
    }

    @Test
    void shouldPreemptAfterTenSecondsWhenTheDirectorDoesNotTellOfItsConnections() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        cluster.node(1).crash();
        cluster.runWithTraffic(TAKEOVER);
        cluster.wire().withhold(CONNECTIONS);
        cluster.node(1).start();

        cluster.runWithTraffic(Duration.ofSeconds(15));

        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertThat(notes(cluster.node(1)))
                .containsExactly(
                        "took over before the last director had told all its connections: what is missing is asked"
                                + " for when a client's frame comes");
        assertAllServed();
        assertNobodyIsStuck();

        cluster.node(1).crash();
        cluster.runWithTraffic(TAKEOVER);
        assertThat(notes(cluster.node(2))).isEmpty();
    }

    private static List<String> notes(final SimulatedNode node) {
        return node.status().report(new TreeMap<>()).virtualRouters().get(0).notes();
    }

    @Test
    void shouldFindFlowByAskingWhenDirectorKnowsNothingOfIt() {
        cluster.wire().withhold(CONNECTIONS);
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        // nobody remembers which client stays with whom, and the next director has never seen the others' flows
        cluster.nodes().forEach(SimulatedNode::crash);
        cluster.nodes().forEach(SimulatedNode::forgetSticky);
        cluster.nodes().forEach(SimulatedNode::start);
        cluster.runWithTraffic(Duration.ofSeconds(6));
        cluster.node(1).crash();
        cluster.runWithTraffic(Duration.ofSeconds(8));
        cluster.node(1).start();
        cluster.runWithTraffic(Duration.ofSeconds(16));

        assertAllServed();
        assertNobodyIsStuck();
        assertThat(cluster.node(2).counter("flows-claimed")).isPositive();
    }

    @Test
    void shouldHandOverWhenDirectorStops() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        cluster.node(1).stop();
        cluster.runWithTraffic(Duration.ofSeconds(1));
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        // those of the node that said goodbye are told so, and nobody else
        assertThat(cluster.connections())
                .filteredOn(
                        connection -> connection.servedBy() != cluster.node(1).mac())
                .isNotEmpty()
                .allSatisfy(connection ->
                        assertThat(connection.state()).as(connection.toString()).isEqualTo(State.ESTABLISHED));
        assertThat(cluster.clients())
                .allSatisfy(client -> assertThat(client.connections().get(1).servedBy())
                        .isNotIn(0L, cluster.node(1).mac()));
    }

    @Test
    void shouldListenAndForwardNothingWhenDirectorWakesFromPause() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        final long steered = cluster.node(1).counter("steered");

        cluster.node(1).pause(Duration.ofSeconds(5).toNanos());
        cluster.connections().forEach(TcpConnection::sendData);
        cluster.run(Duration.ofMillis(4999));
        assertThat(cluster.directors()).contains(cluster.node(2));
        cluster.run(Duration.ofMillis(3));

        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThat(cluster.node(1).shownVips()).isEmpty();
        assertThat(cluster.node(1).counter("clock-gaps")).isEqualTo(1);
        assertThat(cluster.node(1).counter("new-flows")).isEqualTo(CLIENTS);
        // VIP frames that still reach it follow its table, as at any former director
        assertThat(cluster.node(1).counter("steered") - steered).isLessThanOrEqualTo(6L * 8);
        cluster.runWithTraffic(Duration.ofSeconds(15));
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertAllServed();
        assertNobodyIsStuck();
    }

    @Test
    void shouldAvoidNodeAtOnceWhenItsProxyFails() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        final long failed = cluster.node(2).mac();
        final List<TcpConnection> running = List.copyOf(cluster.connections());
        cluster.node(2).healthy(false);
        cluster.run(Duration.ofMillis(5));
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(3));

        assertThat(running).allSatisfy(SimulatedAssertions::isFlowing);
        assertThat(running)
                .anySatisfy(connection -> assertThat(connection.servedBy()).isEqualTo(failed));
        assertAllServed();
        assertThat(cluster.clients())
                .allSatisfy(client ->
                        assertThat(client.connections().get(1).servedBy()).isNotEqualTo(failed));
    }

    @Test
    void shouldRefuseQuicklyWhenAllProxiesFail() {
        cluster.nodes().forEach(node -> node.healthy(false));
        cluster.run(Duration.ofMillis(50));
        cluster.openFromAll(PORT);
        cluster.run(Duration.ofMillis(50));

        assertThat(cluster.connections()).allSatisfy(connection -> {
            assertThat(connection.state()).isEqualTo(State.REFUSED);
            assertThat(connection.resetBy()).isEqualTo(cluster.node(1).mac());
        });
        cluster.nodes().forEach(node -> node.healthy(true));
        cluster.run(Duration.ofMillis(50));
        cluster.openFromAll(PORT);
        cluster.run(Duration.ofMillis(50));
        assertThat(cluster.clients())
                .allSatisfy(client ->
                        assertThat(client.connections().get(1).state()).isEqualTo(State.ESTABLISHED));
    }

    @Test
    void shouldServeClientOfBackupsOwnAddressAlsoAfterFailover() {
        cluster.clients().forEach(client -> client.open(cluster.node(3).managementIp(), PORT));
        cluster.runWithTraffic(Duration.ofSeconds(2));
        assertAllServed();
        assertThat(cluster.servers()).hasSize(3);
        assertThat(cluster.node(3).counter("handed-over")).isPositive();

        cluster.node(1).crash();
        cluster.runWithTraffic(TAKEOVER);
        cluster.node(1).start();
        cluster.clients().forEach(client -> client.open(cluster.node(3).managementIp(), PORT));
        cluster.runWithTraffic(Duration.ofSeconds(15));

        assertAllServed();
        assertNobodyIsStuck();
        assertThat(cluster.clients())
                .allSatisfy(client ->
                        assertThat(cluster.wire().mostCrossings(client.ip())).isLessThanOrEqualTo(3));
    }

    @Test
    void shouldAnswerFromOriginalPortWhenTranslated() {
        cluster.openFromAll(TRANSLATED_PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        cluster.node(1).crash();
        cluster.runWithTraffic(Duration.ofMillis(1500));
        cluster.node(1).start();
        cluster.runWithTraffic(Duration.ofSeconds(15));

        // a client takes only what comes from the address and port that it opened
        assertThat(cluster.servers()).hasSize(3);
        assertAllServed();
        assertNobodyIsStuck();
    }

    @Test
    void shouldPassOtherPortsToDirectorsKernel() {
        cluster.node(1).kernel().listen(22, true);
        cluster.openFromAll(22);
        cluster.runWithTraffic(Duration.ofSeconds(1));

        assertThat(cluster.connections()).allSatisfy(connection -> assertThat(connection.servedBy())
                .isEqualTo(cluster.node(1).mac()));
        assertAllServed();
    }

    private void assertAllServed() {
        assertThat(cluster.connections())
                .allSatisfy(connection ->
                        assertThat(connection.state()).as(connection.toString()).isEqualTo(State.ESTABLISHED));
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(node.kernel().badChecksums()).isZero());
        assertThat(cluster.clients())
                .allSatisfy(client -> assertThat(client.badChecksums()).isZero());
    }

    private void assertNoReset() {
        assertThat(cluster.connections())
                .allSatisfy(connection ->
                        assertThat(connection.state()).as(connection.toString()).isNotEqualTo(State.RESET));
    }

    private void assertNobodyIsStuck() {
        assertThat(cluster.connections()).allSatisfy(SimulatedAssertions::isFlowing);
    }
}
