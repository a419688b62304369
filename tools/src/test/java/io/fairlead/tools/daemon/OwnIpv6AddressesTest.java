package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.tools.status.Explanation;
import io.fairlead.tools.status.Explanation.Candidate;
import io.fairlead.tools.status.NodeStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the configurations of three nodes by their reports to where a connection goes that a client opens to the IPv6 address of one of them; n1 is director. */
final class OwnIpv6AddressesTest {

    private static final int CLIENTS = 9;
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Path folder;
    private @Nullable SimulatedCluster cluster;

    OwnIpv6AddressesTest(@TempDir final Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static IpAddress ipv6(final int last) {
        return IpAddress.ofIpv6(0x2001_0DB8_0051_0000L, last);
    }

    /** All nodes but those have addresses of IPv6. */
    private SimulatedCluster settled(final List<Integer> without) {
        final SimulatedCluster made = new SimulatedCluster(
                7,
                1,
                folder,
                "version: 2",
                (number, yaml) -> without.contains(number)
                        ? yaml
                        : yaml.replace("  managementIp:", "  managementIp6: " + ipv6(number) + "\n  managementIp:"));
        cluster = made;
        return made.settled();
    }

    /** New clients, each with a connection to the address of a node. */
    private static void open(final SimulatedCluster cluster, final int number) {
        for (int i = 0; i < CLIENTS; i++) {
            cluster.wire()
                    .transmit(
                            cluster.client(0),
                            syn(ipv6(150 + i), cluster.node(number).mac(), ipv6(number)));
        }
        cluster.run(MOMENT);
    }

    private static byte[] syn(final IpAddress client, final long mac, final IpAddress node) {
        final int ipOffset = EthernetFrame.HEADER_LENGTH;
        final int tcpOffset = ipOffset + Ipv6Packet.HEADER_LENGTH;
        final byte[] frame = new byte[tcpOffset + TcpSegment.MIN_HEADER_LENGTH];
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        new EthernetFrame()
                .wrap(buffer, 0, frame.length)
                .destination(mac)
                .source(0x02_00_00_00_CC_99L)
                .etherType(EtherType.IPV6);
        new Ipv6Packet()
                .wrap(buffer, ipOffset, frame.length - ipOffset)
                .header(0, 64, IpProtocol.TCP, client, node, TcpSegment.MIN_HEADER_LENGTH);
        new TcpSegment()
                .wrap(buffer, tcpOffset, TcpSegment.MIN_HEADER_LENGTH)
                .header(40_000, PORT, 1, 0, TcpSegment.SYN, 65_535);
        return frame;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldSpreadConnectionsToTheAddressOfAnyNode(final int number) {
        final SimulatedCluster all = settled(List.of());

        open(all, number);

        assertThat(all.node(number).counter("handed-over")).isEqualTo(number == 1 ? 0 : CLIENTS);
        assertThat(all.node(1).counter("new-flows")).isEqualTo(CLIENTS);
        for (final SimulatedNode node : all.nodes()) {
            assertThat(node.counter(node == all.node(number) ? "delivered" : "translated"))
                    .as(node.toString())
                    .isEqualTo(CLIENTS / 3);
        }
    }

    @Test
    void shouldLeaveOutANodeWithoutAnAddress() {
        final SimulatedCluster some = settled(List.of(3));

        open(some, 2);

        assertThat(some.node(1).counter("translated")).isPositive();
        assertThat(some.node(2).counter("delivered")).isPositive();
        assertThat(some.node(1).counter("translated") + some.node(2).counter("delivered"))
                .isEqualTo(CLIENTS);
    }

    @Test
    void shouldServeItsOwnWhenTheDirectorHasNoAddress() {
        final SimulatedCluster some = settled(List.of(1));

        open(some, 2);

        assertThat(some.node(2).counter("handed-over")).isZero();
        assertThat(some.node(2).counter("delivered")).isEqualTo(CLIENTS);
    }

    @Test
    void shouldShowTheAddresses() {
        final SimulatedCluster some = settled(List.of(3));

        assertThat(some.node(1).status().report(new TreeMap<>()).nodes())
                .extracting(NodeStatus::managementIp6)
                .containsExactly("2001:db8:51::1", "2001:db8:51::2", null);
    }

    private static Explanation explain(final SimulatedCluster cluster, final IpAddress client) {
        final CompletableFuture<Explanation> answer = cluster.node(1).explain(client, PORT);
        cluster.run(Duration.ofMillis(100));
        return answer.join();
    }

    @Test
    void shouldExplainWhereAnIpv6ClientGoesWhenNoVirtualIpIsOfIpv6() {
        final SimulatedCluster some = settled(List.of(3));

        final Explanation told = explain(some, ipv6(150));

        assertThat(told.nodes())
                .extracting(Candidate::managementIp6)
                .containsExactly("2001:db8:51::1", "2001:db8:51::2", null);
        assertThat(told.nodes()).extracting(Candidate::eligible).containsExactly(true, true, false);
        assertThat(told.nodes().get(2).leftOutBecause()).containsExactly("has no IPv6 address");
        assertThat(told.notes())
                .containsExactly(
                        "no virtual IP is an IPv6 address, so an IPv6 client is balanced only where it uses a node's own");
        assertThat(explain(some, ipv6(2)).notes())
                .contains("2001:db8:51::2 is node n2: connections that a node opens itself are not balanced");
    }
}
