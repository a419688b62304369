package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BannerService;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What belongs to the cluster, and what to the very node that was addressed. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class AddressedNodeIT {
    private static final int UNREDIRECTED_PORT = 9091;
    private static final Duration START_LIMIT = Duration.ofSeconds(5);

    private final Cluster cluster;

    AddressedNodeIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldBalanceClientsWhenTheyUseABackupsOwnAddress() {
        final LabNode backup = cluster.node("n2");
        final long handedOver = cluster.counter(backup, "handed-over");

        final List<Fetch> fetches = Stream.generate(cluster::freshClient)
                .limit(9)
                .map(client -> client.fetch(backup.address(), LabPlan.PROXY_PORT))
                .toList();

        assertThat(fetches).allMatch(Fetch::ok);
        assertThat(fetches.stream().map(Fetch::servedBy).distinct()).hasSizeGreaterThan(1);
        assertThat(cluster.counter(backup, "handed-over")).isGreaterThan(handedOver);
    }

    @Test
    void shouldTranslateWhenABackupsOwnAddressIsUsedAtARedirectedPort() {
        final LabNode backup = cluster.node("n3");
        for (final LabNode node : cluster.lab().nodes()) {
            final Fetch fetch = cluster.clientServedBy(node).fetch(backup.address(), Cluster.TRANSLATED_PORTS.get(0));

            assertThat(fetch.ok()).isTrue();
            assertThat(fetch.servedBy()).isEqualTo(node.name());
        }
    }

    @Test
    void shouldReachTheNodeThatWasAddressedWhenThePortIsNotRedirected() throws Exception {
        final Client client = cluster.lab().client("c4");
        final List<LabProcess> services = new ArrayList<>();
        try {
            for (final LabNode node : cluster.lab().nodes()) {
                services.add(node.start(
                        "other",
                        "socat",
                        "TCP4-LISTEN:" + UNREDIRECTED_PORT + ",reuseaddr,fork",
                        "SYSTEM:echo " + node.name()));
            }
            for (final LabNode node : cluster.lab().nodes()) {
                Await.until(
                        "answer of " + node.name(), START_LIMIT, () -> client.banner(node.address(), UNREDIRECTED_PORT)
                                .equals(node.name()));
            }
            assertThat(client.banner(LabPlan.VIRTUAL_IP, UNREDIRECTED_PORT))
                    .isEqualTo(cluster.director().name());
        } finally {
            services.forEach(LabProcess::close);
        }
    }

    @Test
    void shouldReachTheDirectorsKernelWhenTheVirtualIpIsPingedOrAskedForSomethingLikeSsh() {
        final Client client = cluster.lab().client("c3");

        assertThat(client.namespace()
                        .run(Duration.ofSeconds(5), "ping", "-c", "3", "-i", "0.2", "-W", "1", LabPlan.VIRTUAL_IP)
                        .orThrow()
                        .output())
                .contains("3 received");
        assertThat(client.banner(LabPlan.VIRTUAL_IP))
                .isEqualTo(BannerService.banner(cluster.director().name()));
    }
}
