package io.fairlead.tapio.attach;

import static io.fairlead.tapio.testing.Namespace.command;
import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tapio.MulticastMembership;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class VirtualAddressesIT {

    private static final int PORT = 7008;
    private static final long EXPIRY_POLL_MS = 50;

    private final TwoHosts hosts = new TwoHosts();

    @AfterEach
    void leave() {
        hosts.close();
    }

    @Test
    void shouldShowAnAddressThatEndsByItself() {
        hosts.node.run(() -> {
            try (Netlink netlink = Netlink.open()) {
                final VirtualAddresses addresses = new VirtualAddresses(netlink, 2);
                addresses.renew(eth0(netlink), address("10.9.0.100"));
                addresses.renew(eth0(netlink), address("10.9.0.100"));
                addresses.renew(eth0(netlink), address("fd00:9::100"));
                assertThat(ip("addr show eth0")).contains("10.9.0.100/32", "fd00:9::100/128");
                assertThat(ip("-4 addr show eth0")).doesNotContain("deprecated");
                assertThat(ip("-6 addr show eth0")).contains("deprecated").doesNotContain("tentative");
                awaitGone("10.9.0.100");
                awaitGone("fd00:9::100");
            }
        });
    }

    @Test
    void shouldRemoveAnAddressAtOnceAndOnlyOnce() {
        hosts.node.run(() -> {
            try (Netlink netlink = Netlink.open()) {
                final VirtualAddresses addresses = new VirtualAddresses(netlink, 60);
                addresses.renew(eth0(netlink), address("10.9.0.100"));
                addresses.remove(eth0(netlink), address("10.9.0.100"));
                addresses.remove(eth0(netlink), address("10.9.0.100"));
                assertThat(ip("addr show eth0")).doesNotContain("10.9.0.100");
            }
        });
    }

    @Test
    void shouldAddLocalRoutesOnceAndFindThemByTheirMark() {
        hosts.node.run(() -> {
            try (Netlink netlink = Netlink.open()) {
                ip("link set lo down");
                final LocalVipRoutes routes = new LocalVipRoutes(netlink);
                for (final String vip :
                        new String[] {"10.9.0.100", "10.9.0.100", "10.9.0.101", "fd00:9::100", "fe80::51", "fe80::51"
                        }) {
                    routes.add(eth0(netlink), address(vip));
                }
                assertThat(ip("route show table local proto 253").lines()).hasSize(2);
                assertThat(ip("-6 route show table local proto 253").lines()).hasSize(2);
                assertThat(ip("-6 route show table local proto 253"))
                        .contains("local fd00:9::100 dev lo", "local fe80::51 dev eth0");
                routes.remove(eth0(netlink), address("10.9.0.101"));
                routes.remove(eth0(netlink), address("10.9.0.101"));
                routes.remove(eth0(netlink), address("fe80::51"));
                assertThat(ip("-6 route show table local proto 253")).doesNotContain("fe80::51");
                assertThat(ip("route show table local proto 253")).contains("local 10.9.0.100 dev lo");
                routes.removeAll();
                assertThat(ip("route show table local") + ip("-6 route show table local"))
                        .doesNotContain("proto 253")
                        .contains("10.9.0.1");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.100", "fd00:9::100", "fe80::51"})
    void shouldKeepRouteAndConnectionsWhenTheAddressComesAndExpires(final String vip) throws IOException {
        final boolean isLinkLocal = vip.startsWith("fe80");
        // By index: the JDK knows the names of its own namespace alone.
        final String zoned = isLinkLocal
                ? vip + "%" + hosts.peer.call(() -> ip("link show p0").replaceAll("(?s):.*", ""))
                : vip;
        final Echo echo = hosts.node.call(() -> new Echo(PORT));
        final String mac = hosts.node.call(() -> {
            try (Netlink netlink = Netlink.open()) {
                new LocalVipRoutes(netlink).add(eth0(netlink), address(vip));
            }
            return ip("link show eth0").replaceAll("(?s).*link/ether (\\S+).*", "$1");
        });
        // As the stack does: the kernel answers neither ARP nor neighbour solicitations for an address that it does not
        // show.
        hosts.peer.run(() -> ip("neigh replace " + vip + " lladdr " + mac + " dev p0"));
        final Socket before = hosts.peer.call(() -> connected(zoned));
        hosts.node.run(() -> {
            try (Netlink netlink = Netlink.open()) {
                new VirtualAddresses(netlink, 1).renew(eth0(netlink), address(vip));
            }
        });
        final Socket during = hosts.peer.call(() -> connected(zoned));
        hosts.node.run(() -> {
            awaitGone(vip);
            assertThat(ip((vip.contains(":") ? "-6 " : "") + "route show table local proto 253"))
                    .contains("local " + vip + " dev " + (isLinkLocal ? "eth0" : "lo"));
        });
        hosts.peer.run(() -> {
            assertThat(Echo.roundTrip(before, 2)).isEqualTo(2);
            assertThat(Echo.roundTrip(during, 3)).isEqualTo(3);
            connected(zoned).close();
            before.close();
            during.close();
        });
        echo.close();
    }

    @Test
    void shouldBeInTheGroupUntilClosed() {
        hosts.node.run(() -> {
            try (Netlink netlink = Netlink.open()) {
                final int index = eth0(netlink).index();
                final MulticastMembership ipv4 = MulticastMembership.join(address("224.0.0.18"), index);
                final MulticastMembership ipv6 = MulticastMembership.join(address("ff02::12"), index);
                assertThat(command("ip maddr show dev eth0")).contains("224.0.0.18", "ff02::12");
                ipv4.close();
                ipv6.close();
                assertThat(command("ip maddr show dev eth0")).doesNotContain("224.0.0.18", "ff02::12");
            }
        });
    }

    private static Socket connected(final String address) throws IOException {
        final Socket socket = Echo.connect(address, PORT);
        assertThat(Echo.roundTrip(socket, 1)).isEqualTo(1);
        return socket;
    }

    private static Link eth0(final Netlink netlink) {
        return netlink.links().find("eth0").orElseThrow();
    }

    private static InetAddress address(final String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private static void awaitGone(final String address) throws InterruptedException {
        while (ip("addr show eth0").contains(address)) {
            Thread.sleep(EXPIRY_POLL_MS);
        }
    }
}
