package io.fairlead.tapio.attach;

import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.Offload;
import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.attach.NetworkMonitor.LinkState;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkMonitorIT {

    private static final long CHANGE_LIMIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final IpAddress ANY_IPV4 = IpAddress.parse("0.0.0.0");
    private static final IpAddress ANY_IPV6 = IpAddress.parse("::");

    private final TwoHosts hosts = new TwoHosts();
    private final NetworkMonitor monitor = hosts.node.call(NetworkMonitor::open);
    private final PollWaiter waiter = new PollWaiter(monitor.fd());

    @BeforeEach
    void settle() {
        monitor.refresh();
    }

    @AfterEach
    void leave() {
        waiter.close();
        monitor.close();
        hosts.close();
    }

    @Test
    void shouldTellCarrierAndAdministratorApart() {
        assertThat(monitor.link("eth0")).isEqualTo(LinkState.UP);
        assertThat(monitor.link("eth7")).isEqualTo(LinkState.ABSENT);
        hosts.peer.run(() -> ip("link set p0 down"));
        assertThat(awaited("eth0", LinkState.NO_CARRIER)).isEqualTo(LinkState.NO_CARRIER);
        hosts.peer.run(() -> ip("link set p0 up"));
        assertThat(awaited("eth0", LinkState.UP)).isEqualTo(LinkState.UP);
        hosts.node.run(() -> ip("link set eth0 down"));
        assertThat(awaited("eth0", LinkState.DOWN)).isEqualTo(LinkState.DOWN);
        hosts.node.run(() -> ip("link add eth7 type veth peer name eth8"));
        assertThat(awaited("eth7", LinkState.DOWN)).isEqualTo(LinkState.DOWN);
    }

    @Test
    void shouldLookAtTheNetworkInterfaceBehindTheHostTap(@TempDir final Path stateDir) {
        final InlineAttachment attachment =
                hosts.node.call(() -> InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP));
        assertThat(awaited("eth0", LinkState.UP)).isEqualTo(LinkState.UP);
        hosts.peer.run(() -> ip("link set p0 down"));
        assertThat(awaited("eth0", LinkState.NO_CARRIER)).isEqualTo(LinkState.NO_CARRIER);
        hosts.peer.run(() -> ip("link set p0 up"));
        assertThat(awaited("eth0", LinkState.UP)).isEqualTo(LinkState.UP);
        hosts.node.run(attachment::detach);
    }

    @Test
    void shouldFindExactlyTheUsableRoutesOfTheMainTable() {
        assertThat(monitor.hasRoute(ANY_IPV4, 0)).isFalse();
        assertThat(monitor.hasRoute(IpAddress.parse("10.9.0.0"), 24)).isTrue();
        assertThat(monitor.hasRoute(IpAddress.parse("10.9.0.0"), 25)).isFalse();
        assertThat(monitor.hasRoute(IpAddress.parse("fd00:9::"), 64)).isTrue();

        hosts.node.run(() -> {
            ip("route add unreachable default");
            ip("route add default via 10.9.0.2 table 100");
        });
        assertThat(awaitedRoute(ANY_IPV4, false)).isFalse();
        hosts.node.run(() -> {
            ip("route del unreachable default");
            ip("route add default via 10.9.0.2");
        });
        assertThat(awaitedRoute(ANY_IPV4, true)).isTrue();
        assertThat(monitor.hasRoute(ANY_IPV6, 0)).isFalse();
        hosts.node.run(() -> ip("-6 route add default nexthop via fd00:9::2 dev eth0 nexthop via fd00:9::3 dev eth0"));
        assertThat(awaitedRoute(ANY_IPV6, true)).isTrue();
        hosts.node.run(() -> ip("route del default"));
        assertThat(awaitedRoute(ANY_IPV4, false)).isFalse();

        hosts.peer.run(() -> ip("link set p0 down"));
        assertThat(awaitedRoute(ANY_IPV6, false)).isFalse();
    }

    @Test
    void shouldReportNoChangeWhenThereWasNone() {
        assertThat(monitor.refresh()).isFalse();
        hosts.node.run(() -> ip("link set eth0 alias x"));
        assertThat(monitor.refresh()).isTrue();
        assertThat(monitor.refresh()).isFalse();
    }

    /** The state once it is the expected one, or after the limit; waits for the descriptor alone. */
    private LinkState awaited(final String name, final LinkState expected) {
        final long startNs = System.nanoTime();
        while (monitor.link(name) != expected && System.nanoTime() - startNs < CHANGE_LIMIT_NS) {
            awaitNotice();
        }
        return monitor.link(name);
    }

    private boolean awaitedRoute(final IpAddress destination, final boolean expected) {
        awaitNotice();
        final long startNs = System.nanoTime();
        while (monitor.hasRoute(destination, 0) != expected && System.nanoTime() - startNs < CHANGE_LIMIT_NS) {
            awaitNotice();
        }
        return monitor.hasRoute(destination, 0);
    }

    private void awaitNotice() {
        waiter.await(CHANGE_LIMIT_NS);
        monitor.refresh();
    }
}
