package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.ProxyStatus;
import io.fairlead.tools.status.StatusReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusAssemblerTest {

    private static final int CLIENTS = 6;

    private final SimulatedCluster cluster;

    StatusAssemblerTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(1, CLIENTS, folder).settled();
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(3));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void shouldShowAllNodesOnDirector() {
        final StatusReport report = report(1);

        assertThat(report.role()).isEqualTo(NodeRole.DIRECTOR);
        assertThat(report.virtualRouters()).singleElement().satisfies(router -> {
            assertThat(router.state()).isEqualTo("MASTER");
            assertThat(router.virtualIpsHeld()).isTrue();
        });
        assertThat(report.nodes()).extracting(NodeStatus::name).containsExactly("n1", "n2", "n3");
        assertThat(report.nodes()).allSatisfy(node -> {
            assertThat(node.healthy()).isTrue();
            assertThat(node.stickyClients()).isEqualTo(2);
            assertThat(node.activeConnections()).isEqualTo(2);
            assertThat(node.sharePercent()).isEqualTo(33);
            assertThat(node.proxies()).containsExactly(new ProxyStatus("http:" + PORT, CheckState.OK, ""));
        });
    }

    @Test
    void shouldShowDirectorAndItselfOnScanningNode() {
        final StatusReport report = report(2);

        assertThat(report.role()).isEqualTo(NodeRole.BACKUP);
        assertThat(report.virtualRouters()).singleElement().satisfies(router -> {
            assertThat(router.state()).isEqualTo("BACKUP");
            assertThat(router.virtualIpsHeld()).isFalse();
        });
        assertThat(report.nodes()).extracting(NodeStatus::name).containsExactly("n2", "n1");
        // of all nodes, n3 included
        assertThat(report.nodes())
                .allSatisfy(node -> assertThat(node.sharePercent()).isEqualTo(33));
        // counted where stickiness is only replicated, too
        assertThat(report.nodes())
                .allSatisfy(node -> assertThat(node.stickyClients()).isEqualTo(2));
    }

    @Test
    void shouldSayWhyNodeTakesNoClients() {
        cluster.node(2).healthy(false);
        cluster.run(Duration.ofMillis(10));
        cluster.node(3).crash();
        cluster.run(Duration.ofSeconds(4));

        final StatusReport report = report(1);

        assertThat(report.nodes().get(1).healthy()).isFalse();
        assertThat(report.nodes().get(1).failures())
                .anySatisfy(failure -> assertThat(failure).contains("9090"));
        assertThat(report.nodes().get(1).proxies()).singleElement().satisfies(proxy -> {
            assertThat(proxy.state()).isEqualTo(CheckState.FAILED);
            assertThat(report.nodes().get(1).failures()).contains(proxy.redirect() + " " + proxy.reason());
        });
        assertThat(report.nodes().get(2).healthy()).isFalse();
        assertThat(report.nodes().get(2).failures())
                .anySatisfy(failure -> assertThat(failure).contains("not answering ARP, last report"));
        assertThat(report.nodes().get(2).proxies())
                .extracting(ProxyStatus::state)
                .containsOnly(CheckState.UNKNOWN);
        assertThat(report.nodes().get(2).sharePercent()).isNull();
    }

    private StatusReport report(final int number) {
        return cluster.node(number).status().report(new TreeMap<>());
    }
}
