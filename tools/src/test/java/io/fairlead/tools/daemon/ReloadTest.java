package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.membership.Node;
import io.fairlead.lb.report.ConfigurationDigest.Mismatch;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.ConfigChange;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.ConfigUpdate;
import io.fairlead.tools.daemon.TcpConnection.State;
import io.fairlead.tools.status.StatusReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is changed while the nodes run, on a simulated segment: no connection ends. */
final class ReloadTest {

    private static final int NEW_PORT = 8081;
    private static final int NEW_PROXY_PORT = 3128;
    private static final Duration ANY_TIMER = Duration.ofSeconds(8);

    private final Path folder;
    private final SimulatedCluster cluster;
    private final List<TcpConnection> before;

    ReloadTest(@TempDir final Path folder) {
        this.folder = folder;
        cluster = new SimulatedCluster(7, 9, folder).settled();
        cluster.openFromAll(SimulatedCluster.PORT);
        cluster.openFromAll(SimulatedCluster.TRANSLATED_PORT);
        cluster.runWithTraffic(Duration.ofSeconds(1));
        before = cluster.connections();
        assertThat(cluster.servers()).hasSize(3);
    }

    @AfterEach
    void connectionsGoOn() {
        cluster.runWithTraffic(Duration.ofSeconds(2));
        assertThat(before).allSatisfy(SimulatedAssertions::isFlowing);
        cluster.close();
    }

    @Test
    void shouldChangeTheDirectorWhenPrioritiesChange() throws Exception {
        final ConfigUpdate update = reload(1, "priority: 99", "priority: 70");
        cluster.runWithTraffic(ANY_TIMER);

        assertThat(update.applied())
                .extracting(ConfigChange::toString)
                .containsExactly("virtualRouters[0].priority (n1.yaml:7) 99 → 70");
        assertThat(update.pending()).isEmpty();
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThat(status(1).virtualRouters().get(0).configuredPriority()).isEqualTo(70);
        assertThat(cluster.node(1).conductor().own().priority()).isEqualTo(70);

        reload(1, "priority: 70", "priority: 99");
        cluster.runWithTraffic(ANY_TIMER);

        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    @Test
    void shouldBeOutOfTheElectionWhenThePriorityBecomesZeroAndInItAgain() throws Exception {
        reload(1, "priority: 99", "priority: 0");
        cluster.runWithTraffic(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));

        reload(1, "priority: 0", "priority: 254");
        cluster.runWithTraffic(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    @Test
    void shouldStayInMaintenanceWhateverThePriority() throws Exception {
        cluster.node(1).conductor().maintenance(true);
        cluster.runWithTraffic(ANY_TIMER);
        reload(1, "priority: 99", "priority: 120");
        cluster.runWithTraffic(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));

        cluster.node(1).conductor().maintenance(false);
        cluster.runWithTraffic(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertThat(cluster.node(1).conductor().own().priority()).isEqualTo(120);
    }

    @Test
    void shouldGiveNoNewClientsToANodeWhoseWeightBecomesZero() throws Exception {
        reload(2, "name: n2", "name: n2\n  weight: 0");
        cluster.runWithTraffic(Duration.ofSeconds(1));

        assertThat(seenBy(1, 2).report().balancing().weight()).isZero();
        assertThat(status(2).nodes()).anyMatch(node -> node.self() && node.weight() == 0);
    }

    @Test
    void shouldBalanceTheConnectionsOfANewRedirectOnceAllNodesHaveIt() throws Exception {
        final ConfigUpdate update = addRedirect(1);
        cluster.runWithTraffic(Duration.ofSeconds(1));

        assertThat(update.applied())
                .extracting(ConfigChange::toString)
                .containsExactly(
                        "redirects[1] (n1.yaml:14) added: {protocol: web, originalPorts: [8081], proxyPort: 3128}");
        assertThat(seenBy(1, 2).mismatches()).containsExactly(Mismatch.REDIRECTS);
        addRedirect(2);
        addRedirect(3);
        cluster.nodes().forEach(node -> node.healthy(true));
        cluster.runWithTraffic(Duration.ofSeconds(1));
        cluster.openFromAll(NEW_PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        assertThat(seenBy(1, 2).mismatches()).isEmpty();
        assertThat(later()).hasSize(9).allSatisfy(SimulatedAssertions::isFlowing);
        assertThat(status(1).redirects()).hasSize(2);
    }

    private ConfigUpdate addRedirect(final int node) throws Exception {
        return reload(
                node,
                "cluster:",
                "  - protocol: web\n    originalPorts: [" + NEW_PORT + "]\n    proxyPort: " + NEW_PROXY_PORT
                        + "\ncluster:");
    }

    @Test
    void shouldLetConnectionsEndByThemselvesWhenTheirRedirectIsRemoved() throws Exception {
        for (int node = 1; node <= 3; node++) {
            reload(node, "originalPorts: [9090, 80]", "originalPorts: [9090]");
        }
        cluster.runWithTraffic(Duration.ofSeconds(3));
        cluster.openFromAll(SimulatedCluster.TRANSLATED_PORT);
        cluster.runWithTraffic(Duration.ofSeconds(3));

        assertThat(later()).hasSize(9).allSatisfy(connection -> assertThat(connection.state())
                .isEqualTo(State.REFUSED));
        assertThat(cluster.node(1).explain(IpAddress.ofIpv4(cluster.client(0).ip()), 80))
                .isNotNull();
    }

    @Test
    void shouldKeepConnectionsWithTheProxyPortTheyBeganAt() throws Exception {
        for (int node = 1; node <= 3; node++) {
            reload(node, "proxyPort: 9090", "proxyPort: " + NEW_PROXY_PORT);
            cluster.node(node).kernel().listen(NEW_PROXY_PORT, true);
        }
        cluster.runWithTraffic(Duration.ofSeconds(3));
        cluster.openFromAll(SimulatedCluster.PORT);
        cluster.openFromAll(SimulatedCluster.TRANSLATED_PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));
        cluster.nodes().forEach(node -> node.kernel().listen(9090, false));
        cluster.openFromAll(SimulatedCluster.PORT);
        cluster.runWithTraffic(Duration.ofSeconds(2));

        assertThat(later()).hasSize(27).allSatisfy(SimulatedAssertions::isFlowing);
    }

    @Test
    void shouldChooseByTheNewPolicyAndNameTheDifference() throws Exception {
        reload(1, "cluster:", "policy: {algorithm: sourceHash}\nhealth: {perRedirect: true}\ncluster:");
        cluster.runWithTraffic(Duration.ofSeconds(1));

        assertThat(seenBy(2, 1).mismatches()).containsExactly(Mismatch.POLICY);
        assertThat(cluster.node(1).config().config().health().perRedirect()).isTrue();
    }

    @Test
    void shouldKeepWhatNeedsARestartAndNameItEachTime() throws Exception {
        final ConfigUpdate update = reload(1, "cluster:", "engine: {threads: 2}\nhealth: {rise: 3}\ncluster:");

        for (final ConfigUpdate told : List.of(update, reload(1, "rise: 3", "rise: 4"))) {
            assertThat(told.applied()).extracting(ConfigChange::key).containsExactly("health.rise");
            assertThat(told.pending())
                    .extracting(ConfigChange::toString)
                    .containsExactly("engine.threads (n1.yaml:14) 1 → 2");
        }
        assertThat(cluster.node(1).config().config().engine().threads()).isEqualTo(1);
        assertThat(cluster.node(1).config().loaded().effective().toYaml())
                .containsPattern("threads: 1 +# before the file was changed: a restart is needed");
    }

    private ConfigUpdate reload(final int node, final String from, final String to) throws Exception {
        final Path file = folder.resolve("n" + node + ".yaml");
        final String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        return cluster.node(node).reload(ConfigLoader.load(file));
    }

    private StatusReport status(final int node) {
        return cluster.node(node).status().report(new TreeMap<>());
    }

    private Node seenBy(final int node, final int other) {
        return Objects.requireNonNull(cluster.node(node)
                .conductor()
                .cluster()
                .membership()
                .node(cluster.node(other).managementIp()));
    }

    private List<TcpConnection> later() {
        return cluster.connections().stream()
                .filter(connection -> !before.contains(connection))
                .toList();
    }
}
