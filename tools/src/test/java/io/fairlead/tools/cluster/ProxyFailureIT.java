package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import io.fairlead.tools.status.NodeStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("long")
@ExtendWith(ClusterExtension.class)
final class ProxyFailureIT {
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(3);
    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(1);
    private static final int CONNECTION_REFUSED = 7;
    private static final int NEW_CLIENTS = 8;

    private final Cluster cluster;

    ProxyFailureIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldSendNoClientToANodeWhenItsProxyIsStoppedAndUseItAgainWhenItIsBack() {
        final LabNode failed = cluster.node("n2");
        final FreshClient bound = cluster.clientServedBy(failed);

        failed.proxy().stop();
        final Duration noticed =
                Await.until("the director knowing that a proxy failed", NOTICE_LIMIT, () -> isHealthy(failed, false));
        System.out.println("proxy failure known to the director after " + noticed.toMillis() + " ms");

        assertThat(Stream.generate(cluster::freshClient).limit(NEW_CLIENTS).map(FreshClient::fetch))
                .allMatch(Fetch::ok)
                .noneMatch(fetch -> fetch.servedBy().equals(failed.name()));
        final Fetch again = bound.fetch();
        assertThat(again.ok()).isTrue();
        assertThat(again.servedBy()).isNotEqualTo(failed.name());
        assertStatusSaysWhy(cluster.director(), failed);
        assertStatusSaysWhy(failed, failed);

        failed.proxy().restart();
        Await.until("the director knowing that the proxy is back", NOTICE_LIMIT, () -> isHealthy(failed, true));
        assertThat(cluster.clientServedBy(failed).fetch().ok()).isTrue();
    }

    private void assertStatusSaysWhy(final LabNode asked, final LabNode failed) {
        final Outcome text = asked.status();
        assertThat(text.ok()).isTrue();
        final Predicate<String> isRowOfTable =
                Pattern.compile(failed.name() + " +" + failed.address() + " ").asPredicate();
        assertThat(text.output().lines().filter(isRowOfTable))
                .singleElement()
                .asString()
                .contains(failed.name(), "FAILED");
        assertThat(text.output()).contains("problems:").containsPattern(failed.name() + ": .*9090.*refused");
        final Outcome json = asked.status("--json");
        assertThat(json.ok()).isTrue();
        assertThat(json.output()).containsPattern("\"failures\" : \\[ \".*9090.*refused");
    }

    @Test
    void shouldRefuseClientsAtOnceWhenAllProxiesAreStoppedAndServeThemAgainWhenTheyAreBack() {
        final FreshClient bound = cluster.clientServedBy(cluster.node("n3"));

        cluster.lab().nodes().forEach(node -> node.proxy().stop());

        // Both before the cluster knows and afterwards: there is no moment in which a client hangs.
        assertRefusedAtOnce(cluster.freshClient());
        assertRefusedAtOnce(bound);
        Await.until("the director knowing that all proxies failed", NOTICE_LIMIT, () -> cluster.lab().nodes().stream()
                .allMatch(node -> isHealthy(node, false)));
        for (int i = 0; i < NEW_CLIENTS; i++) {
            assertRefusedAtOnce(cluster.freshClient());
        }
        assertRefusedAtOnce(bound);

        final List<LabNode> nodes = cluster.lab().nodes();
        nodes.forEach(node -> node.proxy().restart());
        Await.until("the director knowing that all proxies are back", NOTICE_LIMIT, () -> nodes.stream()
                .allMatch(node -> isHealthy(node, true)));
        nodes.forEach(
                node -> assertThat(cluster.clientServedBy(node).fetch().ok()).isTrue());
        assertThat(bound.fetch().ok()).isTrue();
    }

    private static void assertRefusedAtOnce(final FreshClient client) {
        final Fetch fetch = client.fetch();
        assertThat(fetch.curlExitCode()).isEqualTo(CONNECTION_REFUSED);
        assertThat(fetch.duration()).isLessThan(REFUSAL_LIMIT);
    }

    private boolean isHealthy(final LabNode node, final boolean wanted) {
        return cluster.status(cluster.director(), node)
                .map(NodeStatus::healthy)
                .filter(healthy -> healthy == wanted)
                .isPresent();
    }
}
