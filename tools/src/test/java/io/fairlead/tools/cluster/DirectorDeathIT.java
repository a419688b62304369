package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
final class DirectorDeathIT {
    // The lifetime of a virtual IP that nobody renews is 3 s; the kernel looks for ended ones about each second.
    private static final Duration LIFETIME_LIMIT = Duration.ofMillis(4500);
    // RFC 3768 section 6.1: three adverts and a skew below one second.
    private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(5);
    private static final Duration NEIGHBOUR_LIMIT = Duration.ofSeconds(1);
    private static final Pattern ARP_REPLY = Pattern.compile("reply from \\S+ \\[([0-9A-F:]+)]");

    private final Cluster cluster;

    DirectorDeathIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldLeaveOneOwnerOfTheVirtualIpWhenTheDirectorIsKilled() {
        final LabNode old = cluster.director();
        final LabNode successor = cluster.node("n2");
        final Client client = cluster.lab().client("c1");
        assertThat(client.fetch(LabPlan.VIRTUAL_IP, cluster.lab().origin().pageUrl("before"))
                        .ok())
                .isTrue();
        // Two backups run beside the director: none of them answers.
        assertThat(arpAnswers(client)).containsExactly(mac(old));
        assertThat(neighbour(client)).contains(mac(old));

        old.daemon().kill9();

        final Duration gone =
                Await.until("the dead director's address gone", LIFETIME_LIMIT, () -> !old.holdsVirtualIp());
        final Duration taken = Await.until("the backup's takeover", TAKEOVER_LIMIT, successor::holdsVirtualIp);
        System.out.println("after kill -9 of the director its virtual IP was gone after " + gone.toMillis()
                + " ms, and at the backup " + taken.toMillis() + " ms later");
        Await.until("the client's ARP cache corrected", NEIGHBOUR_LIMIT, () -> neighbour(client)
                .contains(mac(successor)));
        assertThat(arpAnswers(client)).containsExactly(mac(successor));
        assertThat(cluster.lab().directors()).containsExactly(successor);
        final Fetch fetch = cluster.freshClient().fetch();
        assertThat(fetch.ok()).isTrue();
        assertThat(fetch.servedBy()).isNotEqualTo(old.name());

        old.daemon().restart();
        cluster.settle();
        assertThat(arpAnswers(client)).containsExactly(mac(old));
        Await.until("the client's ARP cache corrected again", NEIGHBOUR_LIMIT, () -> neighbour(client)
                .contains(mac(old)));
    }

    @Test
    void shouldHandOverWithinASecondAndAHalfWhenTheDirectorIsStoppedInOrder() {
        final LabNode old = cluster.director();
        final LabNode successor = cluster.node("n2");

        final long startNs = System.nanoTime();
        old.daemon().stop();
        Await.until("the backup's takeover", TAKEOVER_LIMIT, successor::holdsVirtualIp);
        final Duration handedOver = Duration.ofNanos(System.nanoTime() - startNs);
        System.out.println(
                "after a stop in order the backup had the virtual IP within " + handedOver.toMillis() + " ms");

        assertThat(handedOver).isLessThan(Duration.ofMillis(2500));
        assertThat(old.holdsVirtualIp()).isFalse();
        assertThat(arpAnswers(cluster.lab().client("c2"))).containsExactly(mac(successor));
    }

    /** The MAC addresses of all who answer an ARP request for the virtual IP. */
    private static List<String> arpAnswers(final Client client) {
        final String output = client.namespace()
                .run(Duration.ofSeconds(8), "arping", "-b", "-c", "2", "-w", "3", "-I", "eth0", LabPlan.VIRTUAL_IP)
                .output();
        return ARP_REPLY
                .matcher(output)
                .results()
                .map(reply -> reply.group(1).toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static String neighbour(final Client client) {
        return client.namespace()
                .ip("neigh", "show", LabPlan.VIRTUAL_IP)
                .orThrow()
                .output();
    }

    private static String mac(final LabNode node) {
        return node.namespace()
                .ip("-br", "link", "show", "dev", "eth0")
                .orThrow()
                .output()
                .split("\\s+", -1)[2];
    }
}
