package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How nodes come to trust each other. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class DiscoveryIT {
    private static final Duration COUNT_LIMIT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final Map<LabNode, String> configurations = new HashMap<>();

    DiscoveryIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void rememberConfigurations() throws IOException {
        for (final LabNode node : cluster.lab().nodes()) {
            configurations.put(node, Files.readString(node.configuration()));
        }
    }

    @AfterEach
    void restoreConfigurations() throws IOException {
        for (final LabNode node : cluster.lab().nodes()) {
            node.daemon().stop();
            Files.writeString(node.configuration(), configurations.get(node));
        }
    }

    @Test
    void shouldFormAClusterAndWarnWhenDiscoveryIsOpen() {
        restartAllWith("discovery: open");

        cluster.settle();
        cluster.lab().nodes().forEach(node -> assertThat(
                        cluster.clientServedBy(node).fetch().ok())
                .isTrue());
        assertThat(cluster.director().status().output()).contains("warnings:", "discovery: open lets any machine");
    }

    @Test
    void shouldFormAClusterOfTheListedNodesAlone() {
        cluster.node("n3").daemon().stop();
        restartWith(List.of(cluster.director(), cluster.node("n2")), "nodes: [10.51.0.1, 10.51.0.2]");
        restartWith(List.of(cluster.node("n3")), "nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]");

        Await.until("the director knowing the other listed node", Cluster.SETTLE_LIMIT, () -> cluster.status(
                        cluster.director(), cluster.node("n2"))
                .filter(node -> node.healthy())
                .isPresent());
        awaitCounted(cluster.director(), "report-unknown-sender");
        assertThat(cluster.status(cluster.director(), cluster.node("n3"))).isEmpty();
    }

    @Test
    void shouldNotAcceptANodeWhenItsKeyIsAnother() throws IOException {
        final LabNode stranger = cluster.node("n3");
        final Path key = stranger.configuration().resolveSibling("other.key");
        Files.writeString(key, "00112233445566778899aabbccddeeff".repeat(2) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        stranger.daemon().stop();
        final long before = cluster.counter(cluster.director(), "report-bad-hmac");
        restartWith(List.of(stranger), "keyFile: " + key);

        Await.until(
                "a report with a wrong key",
                COUNT_LIMIT,
                () -> cluster.counter(cluster.director(), "report-bad-hmac") > before);
        awaitCounted(stranger, "report-bad-hmac");
        // Known from before, it is missed like a dead one.
        Await.until("the director missing the stranger", COUNT_LIMIT, () -> cluster.status(cluster.director(), stranger)
                .filter(node -> node.healthy())
                .isEmpty());
        assertThat(cluster.status(cluster.director(), cluster.node("n2")))
                .hasValueSatisfying(node -> assertThat(node.healthy()).isTrue());
        for (int i = 0; i < 6; i++) {
            assertThat(cluster.freshClient().fetch().servedBy()).isIn("n1", "n2");
        }
    }

    private void restartAllWith(final String trust) {
        restartWith(cluster.lab().nodes(), trust);
    }

    private static void restartWith(final List<LabNode> nodes, final String trust) {
        nodes.forEach(node -> {
            node.daemon().stop();
            Cluster.editKey(node, trust);
        });
        nodes.forEach(node -> node.daemon().restart());
    }

    private void awaitCounted(final LabNode node, final String label) {
        Await.until(label + " of " + node.name(), COUNT_LIMIT, () -> cluster.counter(node, label) > 0);
    }
}
