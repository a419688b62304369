package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
final class SecondDaemonIT {
    private final Cluster cluster;
    private final Commands commands;

    SecondDaemonIT(final Cluster cluster) {
        this.cluster = cluster;
        this.commands = new Commands(cluster.lab().plan());
    }

    @Test
    void shouldRefuseASecondDaemonWhenTheNodeRunsAlready() {
        final LabNode node = cluster.director();

        assertRefused(
                node,
                node.configuration(),
                "a daemon for node n1 is already running (pid " + node.daemon().pid() + ")");
    }

    @Test
    void shouldRefuseANodeOfAnotherNameWhenItsInterfaceIsTakenAlready() throws IOException {
        final LabNode node = cluster.director();
        final Path second = node.configuration().resolveSibling("second.yaml");
        Files.writeString(second, Files.readString(node.configuration()).replace("name: n1", "name: n1b"));

        assertRefused(node, second, "eth0 is a TAP device or attached already");
    }

    private void assertRefused(final LabNode node, final Path configuration, final String reason) {
        final NetworkState before = NetworkState.of(node.namespace());
        final long advertisements = cluster.counter(node, "conductor-sent");

        final Outcome second = commands.run(node, configuration);

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output().lines())
                .singleElement()
                .asString()
                .startsWith("fairlead: ")
                .contains(reason);
        assertThat(node.daemon().isRunning()).isTrue();
        final NetworkState after = NetworkState.of(node.namespace());
        assertThat(after.links()).isEqualTo(before.links());
        assertThat(after.routes()).isEqualTo(before.routes());
        assertThat(cluster.lab().directors()).containsExactly(node);
        assertThat(cluster.counter(node, "conductor-sent")).isGreaterThanOrEqualTo(advertisements);
        assertThat(cluster.clientServedBy(node).fetch().ok()).isTrue();
    }
}
