package io.fairlead.tapio.attach;

import static io.fairlead.tapio.testing.Namespace.command;
import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tapio.Offload;
import io.fairlead.tapio.attach.AttachmentState.Era;
import io.fairlead.tapio.attach.AttachmentState.Names;
import io.fairlead.tapio.attach.AttachmentState.Nic;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class InlineAttachmentIT {

    private static final int BULK_PORT = 7009;
    private static final int BULK_CHUNKS = 100;

    private final TwoHosts hosts = new TwoHosts();

    private final Path stateDir;

    InlineAttachmentIT(@TempDir final Path stateDir) {
        this.stateDir = stateDir;
    }

    @AfterEach
    void leave() {
        hosts.close();
    }

    @Test
    void shouldShowTheHostTheSameInterfaceWhenAttachedAndAfterDetach() {
        hosts.node.run(() -> {
            manyAddressesAndRoutes();
            final List<String> before = TwoHosts.view();
            final InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP);
            assertThat(TwoHosts.view()).isEqualTo(before);
            assertThat(attachment.adopted()).isFalse();
            assertThat(attachment.mtu()).isEqualTo(1400);
            assertThat(String.format("%012x", attachment.macAddress())).isEqualTo(mac("eth0"));
            assertThat(ip("-o addr show fln-eth0")).isEmpty();
            assertThat(ip("-o addr show flu-eth0")).isEmpty();
            assertThat(ip("link show fln-eth0")).contains("ALLMULTI");
            assertThat(Files.readString(stateDir.resolve("attachment.properties")))
                    .contains("interface=eth0", "complete=true", "=10.9.0.1/24 ");
            attachment.detach();
            assertThat(TwoHosts.view()).isEqualTo(before);
            assertThat(ip("link show")).doesNotContain("flu-eth0", "fln-eth0", "ALLMULTI");
            assertThat(command("tc qdisc show dev eth0")).doesNotContain("clsact");
            assertThat(stateDir).isEmptyDirectory();
        });
    }

    @Test
    void shouldCarryAllFramesBothWaysThroughTheTapsAlone() throws IOException {
        final InlineAttachment attachment =
                hosts.node.call(() -> InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP));
        hosts.peer.run(() ->
                assertThatThrownBy(() -> command("ping -c1 -W1 10.9.0.1")).hasMessageContaining("100% packet loss"));
        try (Forwarder forwarder = new Forwarder(attachment.uplink(), attachment.host())) {
            hosts.peer.run(() -> {
                command("ping -c3 -i0.1 -W2 10.9.0.1");
                command("ping -c3 -i0.1 -W2 -s1400 10.9.0.1");
                command("ping -c3 -i0.1 -W2 fd00:9::1");
            });
            hosts.node.run(() -> command("ping -c3 -i0.1 -W2 10.9.0.2"));
            final Echo echo = hosts.node.call(() -> new Echo(BULK_PORT));
            hosts.peer.run(() -> {
                try (Socket socket = Echo.connect("10.9.0.1", BULK_PORT)) {
                    Echo.roundTrips(socket, BULK_CHUNKS);
                }
            });
            echo.close();
            assertThat(forwarder.frames()).isGreaterThan(24);
        }
        hosts.node.run(attachment::detach);
        hosts.peer.run(() -> command("ping -c3 -i0.1 -W2 10.9.0.1"));
    }

    @Test
    void shouldAdoptWhatWasLeftAndRepairWhatIsMissing() {
        hosts.node.run(() -> {
            final List<String> before = TwoHosts.view();
            InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP).close();
            ip("link del flu-eth0");
            command("tc qdisc del dev fln-eth0 clsact");
            final int index;
            try (InlineAttachment adopted = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP)) {
                index = adopted.hostIfIndex();
                assertThat(adopted.adopted()).isTrue();
                assertThat(TwoHosts.view()).isEqualTo(before);
                assertThat(command("tc filter show dev fln-eth0 ingress")).contains("Redirect to device flu-eth0");
                assertThat(command("tc filter show dev flu-eth0 ingress")).contains("Redirect to device fln-eth0");
            }
            try (InlineAttachment again = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP)) {
                assertThat(again.hostIfIndex()).isEqualTo(index);
            }
            assertThat(InlineAttachment.detach(stateDir)).isTrue();
            assertThat(InlineAttachment.detach(stateDir)).isFalse();
            assertThat(TwoHosts.view()).isEqualTo(before);
        });
    }

    @Test
    void shouldAdoptWhenTheOffloadIsAnotherThanBefore() {
        hosts.node.run(() -> {
            for (final Offload offload : List.of(Offload.NONE, Offload.TCP_AND_UDP, Offload.NONE)) {
                try (InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, offload)) {
                    ip("addr replace 10.9.0.66/24 dev eth0");
                    assertThat(attachment.uplink().offload()).isEqualTo(offload);
                    assertThat(attachment.host().offload()).isEqualTo(offload);
                }
            }
            try (InlineAttachment adopted = InlineAttachment.attach("eth0", stateDir, Offload.TCP)) {
                assertThat(adopted.adopted()).isTrue();
                assertThat(ip("addr show eth0")).contains("10.9.0.66/24");
            }
            assertThat(InlineAttachment.detach(stateDir)).isTrue();
        });
    }

    @Test
    void shouldTakeBackWhatChangedMeanwhileButNoVirtualAddress() {
        hosts.node.run(() -> {
            final InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP);
            ip("addr add 10.9.0.77/24 dev eth0");
            ip("route add 10.88.0.0/16 via 10.9.0.9");
            final List<String> before = TwoHosts.view();
            try (Netlink netlink = Netlink.open()) {
                final Link host = netlink.links().find("eth0").orElseThrow();
                for (final String vip : List.of("10.9.0.100", "fd00:9::100", "fe80::51")) {
                    new VirtualAddresses(netlink, 60).renew(host, InetAddress.getByName(vip));
                    new LocalVipRoutes(netlink).add(host, InetAddress.getByName(vip));
                }
            }
            attachment.detach();
            assertThat(TwoHosts.view()).isEqualTo(before);
        });
    }

    @Test
    void shouldUndoWhenKilledAtAnyStepOfAttaching() {
        hosts.node.run(() -> {
            manyAddressesAndRoutes();
            final List<String> before = TwoHosts.view();
            leftByAKilledProcess();
            InlineAttachment.detach(stateDir);
            assertThat(TwoHosts.view()).isEqualTo(before);

            leftByAKilledProcess();
            command("ip tuntap add flu-eth0 mode tap");
            ip("link set eth0 down");
            InlineAttachment.detach(stateDir);
            assertThat(TwoHosts.view()).isEqualTo(before);

            leftByAKilledProcess();
            ip("link set eth0 down");
            ip("link set eth0 name fln-eth0");
            ip("addr flush dev fln-eth0");
            command("ip tuntap add eth0 mode tap");
            InlineAttachment.detach(stateDir);
            assertThat(TwoHosts.view()).isEqualTo(before);

            final AttachmentState state = leftByAKilledProcess();
            try (Netlink netlink = Netlink.open()) {
                new InlineWiring(netlink, state).build("", Offload.TCP_AND_UDP).close();
            }
            InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP).close();
            assertThat(InlineAttachment.detach(stateDir)).isTrue();
            assertThat(TwoHosts.view()).isEqualTo(before);
        });
    }

    @Test
    void shouldRollBackWhenAStepFails() {
        hosts.node.run(() -> {
            // More than a TAP can carry.
            ip("link set eth0 mtu 65535");
            final List<String> before = TwoHosts.view();
            assertThatThrownBy(() -> InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP))
                    .isInstanceOf(SystemCallException.class)
                    .hasMessageContaining("MTU of flu-eth0 to 65535");
            assertThat(TwoHosts.view()).isEqualTo(before);
            assertThat(ip("link show")).doesNotContain("flu-eth0", "fln-eth0");
            assertThat(stateDir).isEmptyDirectory();
        });
    }

    @Test
    void shouldDiscardStateOfAnEarlierBoot() {
        hosts.node.run(() -> {
            final AttachmentState state = leftByAKilledProcess();
            final Path file = stateDir.resolve("attachment.properties");
            Files.writeString(
                    file, Files.readString(file).replace(state.era().bootId(), "00000000-0000-0000-0000-000000000000"));
            final InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP);
            assertThat(attachment.adopted()).isFalse();
            attachment.detach();
        });
    }

    @Test
    void shouldRefuseWhatCannotBeAttachedAndChangeNothing() {
        hosts.node.run(() -> {
            ip("link add br0 type bridge");
            ip("link add v0 type veth peer name v1");
            ip("link set v0 master br0");
            ip("link add link v1 name m0 type macvlan");
            ip("link add d0 type veth peer name d1");
            command("tc qdisc add dev d0 clsact");
            final String before = ip("-o link show");
            assertRefused("eth7", "there is no interface eth7; there are ");
            assertRefused("lo", "not an Ethernet interface");
            assertRefused("v0", "v0 is a port of br0");
            assertRefused("v1", "m0 (macvlan) sits on v1");
            assertRefused("d0", "another program has hooked the ingress of d0");
            assertThat(ip("-o link show")).isEqualTo(before);
            assertThat(stateDir).isEmptyDirectory();
        });
    }

    @Test
    void shouldRefuseASecondDaemonAndASecondNode(@TempDir final Path otherDir) {
        hosts.node.run(() -> {
            try (InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP)) {
                assertThatThrownBy(() -> InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP))
                        .hasMessageContaining("another fairlead daemon already uses TAP");
                assertThatThrownBy(() -> InlineAttachment.detach(stateDir)).hasMessageContaining("stop it first");
                assertThatThrownBy(() -> InlineAttachment.attach("eth0", otherDir, Offload.TCP_AND_UDP))
                        .isInstanceOf(AttachException.class)
                        .hasMessageContaining("attached already, by fairlead " + stateDir);
                assertThat(attachment.host().name()).isEqualTo("eth0");
            }
            InlineAttachment.detach(stateDir);
        });
    }

    @Test
    void shouldTellWhatOthersHaveDoneAndMendWhatCanBe() {
        hosts.node.run(() -> {
            final List<String> before = TwoHosts.view();
            try (Netlink netlink = Netlink.open()) {
                final InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP);
                assertThat(attachment.damage(netlink)).isEmpty();

                for (final String nic : List.of("fln-eth0", "flu-eth0")) {
                    command("tc qdisc del dev " + nic + " clsact");
                    assertThat(attachment.damage(netlink)).contains(Damage.REDIRECTION_GONE);
                    attachment.mend(netlink);
                    assertThat(attachment.damage(netlink)).isEmpty();
                }
                ip("link set flu-eth0 down");
                assertThat(attachment.damage(netlink)).contains(Damage.UPLINK_TAP_DOWN);
                attachment.mend(netlink);
                assertThat(attachment.damage(netlink)).isEmpty();
                assertThat(TwoHosts.view()).isEqualTo(before);
                attachment.detach();
            }
            assertThat(TwoHosts.view()).isEqualTo(before);
        });
    }

    @Test
    void shouldAttachAgainWhenATapWasDeleted() {
        hosts.node.run(() -> {
            manyAddressesAndRoutes();
            final List<String> before = TwoHosts.view();
            try (Netlink netlink = Netlink.open()) {
                InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP);
                for (final String tap : List.of("flu-eth0", "eth0")) {
                    final int index = attachment.hostIfIndex();
                    ip("link del " + tap);
                    assertThat(attachment.damage(netlink))
                            .contains(tap.equals("eth0") ? Damage.HOST_TAP_GONE : Damage.UPLINK_TAP_GONE);

                    attachment = attachment.leave().attempt().orElseThrow();

                    assertThat(attachment.damage(netlink)).isEmpty();
                    assertThat(attachment.uplink().offload()).isEqualTo(Offload.TCP);
                    assertThat(attachment.hostIfIndex() == index)
                            .as("a host TAP that was not deleted stays")
                            .isEqualTo(tap.equals("flu-eth0"));
                    assertThat(TwoHosts.view()).isEqualTo(before);
                }
                attachment.detach();
            }
            assertThat(TwoHosts.view()).isEqualTo(before);
        });
    }

    @Test
    void shouldFreeTheNameOfAnInterfaceThatIsGoneAndAttachToItsSuccessor() {
        hosts.node.run(() -> {
            manyAddressesAndRoutes();
            final String mac = mac("eth0");
            final List<String> before;
            try (Netlink netlink = Netlink.open()) {
                final InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.NONE);
                // of now, not of when it was attached
                ip("addr add 10.9.0.78/24 dev eth0");
                before = TwoHosts.view();
                ip("link del fln-eth0");
                assertThat(attachment.damage(netlink)).contains(Damage.NIC_GONE);

                final Reattachment way = attachment.leave();
                assertThat(way.attempt()).isEmpty();
                assertThat(ip("link show")).doesNotContain("eth0");
                assertThat(way.attempt()).as("still none").isEmpty();
                ip("link add eth0 address 02:00:00:00:77:77 mtu 1400 type veth peer name p0 netns "
                        + hosts.peer.handle());
                hosts.peer.run(() -> ip("link set p0 up"));
                final InlineAttachment again = way.attempt().orElseThrow();

                assertThat(again.damage(netlink)).isEmpty();
                assertThat(again.macAddress()).isEqualTo(attachment.macAddress());
                assertThat(mac("eth0")).isEqualTo(mac);
                assertThat(mac("fln-eth0")).isEqualTo(mac);
                assertThat(TwoHosts.view()).isEqualTo(before);
                again.detach();
            }
            assertThat(TwoHosts.view()).isEqualTo(before);
            assertThat(stateDir).isEmptyDirectory();
        });
    }

    @Test
    void shouldUseIndexInNamesWhenTheNameIsTooLong() {
        hosts.node.run(() -> {
            ip("link add averylongname0 type veth peer name other");
            ip("link set averylongname0 up");
            final InlineAttachment attachment =
                    InlineAttachment.attach("averylongname0", stateDir, Offload.TCP_AND_UDP);
            assertThat(attachment.uplink().name()).startsWith("flu-if");
            attachment.detach();
            assertThat(ip("link show")).contains("averylongname0").doesNotContain("fln-", "flu-");
        });
    }

    private AttachmentState leftByAKilledProcess() {
        try (Netlink netlink = Netlink.open()) {
            final Link link = AttachmentChecks.attachable(netlink, "eth0");
            final AttachmentState state = new AttachmentState(
                    "eth0",
                    Nic.of(link),
                    Names.of("eth0", link.index()),
                    Addressing.of(netlink, link),
                    Era.current(),
                    false);
            new AttachmentStore(stateDir).save(state);
            return state;
        }
    }

    private void assertRefused(final String interfaceName, final String reason) {
        assertThatThrownBy(() -> InlineAttachment.attach(interfaceName, stateDir, Offload.TCP_AND_UDP))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining(reason);
    }

    private static String mac(final String interfaceName) {
        return ip("link show " + interfaceName)
                .replaceAll("(?s).*link/ether (\\S+).*", "$1")
                .replace(":", "");
    }

    private static void manyAddressesAndRoutes() {
        ip("link set eth0 mtu 1400");
        ip("addr add 10.9.0.11/24 dev eth0");
        ip("addr add 10.10.0.1/32 dev eth0 label eth0:x");
        ip("addr add 10.11.0.1/24 dev eth0 noprefixroute metric 7");
        ip("route add 10.20.0.1 dev eth0 scope link");
        ip("route add default via 10.20.0.1 dev eth0 metric 50");
        ip("route add default via 10.9.0.254 metric 77 proto static src 10.9.0.11");
        ip("route add 10.60.0.0/16 nexthop via 10.9.0.2 dev eth0 nexthop via 10.9.0.3 dev eth0 weight 3");
        ip("route add 10.61.0.0/16 via 10.9.0.2 mtu 1300 table 100");
        ip("-6 addr add fd00:10::1/64 dev eth0 preferred_lft 0");
        ip("-6 route add default via fd00:9::fe metric 10 src fd00:9::1");
        ip("-6 route add fd00:60::/64 nexthop via fd00:9::2 dev eth0 nexthop via fd00:9::3 dev eth0");
        ip("-6 route add fd00:61::/64 via fe80::1 dev eth0");
    }
}
