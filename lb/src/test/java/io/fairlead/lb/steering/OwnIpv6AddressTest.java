package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.row;
import static io.fairlead.lb.steering.Fixture.toOwn6;
import static io.fairlead.lb.steering.Fixture.toVip6;
import static io.fairlead.lb.steering.SteeringCounter.DELIVERED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_NO_TRANSLATION;
import static io.fairlead.lb.steering.SteeringCounter.DROP_UNKNOWN_FLOW;
import static io.fairlead.lb.steering.SteeringCounter.HANDED_OVER;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_HOST;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_UPLINK;
import static io.fairlead.lb.steering.SteeringCounter.REPLY_TRANSLATED;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.SteeringCounter.TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.PASSIVE_PORT;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.ip6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames to the IPv6 addresses of the nodes themselves: A is director, B scans. The same as with IPv4, but for nodes without such an address. */
class OwnIpv6AddressTest {

    private static final Packets TO_A = toOwn6(Packets.syn(), A, SAME_PORT);
    private static final Packets TO_B = toOwn6(Packets.syn(), B, SAME_PORT);
    private static final Packets HANDED_OVER_BY_B = TO_B.macs(mac(B), mac(A));
    private static final Packets STEERED_TO_B =
            toOwn6(Packets.syn(), C, SAME_PORT).macs(mac(A), mac(B));
    private static final Packets STEERED_DATAGRAM =
            toOwn6(Packets.udp(), C, UDP_PORT).macs(mac(A), mac(B));

    private static TestNode director() {
        return TestNode.of(A, A);
    }

    private static TestNode backup() {
        return TestNode.of(B, A);
    }

    private static TestNode alone() {
        return TestNode.of(B, SteeringTable.NO_NODE);
    }

    private static Packets steered(final Packets packet, final int node) {
        return packet.macs(mac(A), mac(node));
    }

    private static Consumer<TestNode> best(final int node) {
        return tested -> tested.publish(cluster -> cluster.best(node));
    }

    private static Consumer<TestNode> withoutIpv6(final int node) {
        return tested -> tested.publish(cluster -> cluster.withoutIpv6(node));
    }

    static Stream<Fixture> atTheDirector() {
        return Stream.of(
                row(
                        "its own address, to another node",
                        OwnIpv6AddressTest::director,
                        best(C),
                        TO_A,
                        TO_UPLINK,
                        STEERED,
                        steered(TO_A, C)),
                row(
                        "its own address, to itself",
                        OwnIpv6AddressTest::director,
                        best(A),
                        TO_A,
                        TO_HOST,
                        DELIVERED,
                        TO_A),
                row(
                        "its own address at another proxy port, to itself",
                        OwnIpv6AddressTest::director,
                        best(A),
                        toOwn6(Packets.syn(), A, TRANSLATED_PORT),
                        TO_HOST,
                        TRANSLATED,
                        TO_A.to(ip6(A), PROXY_PORT)),
                row(
                        "a hand-over steered to a third node",
                        OwnIpv6AddressTest::director,
                        best(C),
                        HANDED_OVER_BY_B,
                        TO_UPLINK,
                        STEERED,
                        steered(HANDED_OVER_BY_B, C)),
                row(
                        "a hand-over steered back",
                        OwnIpv6AddressTest::director,
                        best(B),
                        HANDED_OVER_BY_B,
                        TO_UPLINK,
                        STEERED,
                        steered(HANDED_OVER_BY_B, B)),
                row(
                        "a hand-over for itself, under an address its kernel knows",
                        OwnIpv6AddressTest::director,
                        best(A),
                        HANDED_OVER_BY_B,
                        TO_HOST,
                        TRANSLATED,
                        HANDED_OVER_BY_B.to(ip6(A), SAME_PORT)),
                row(
                        "a connection that a node opens itself",
                        OwnIpv6AddressTest::director,
                        best(C),
                        TO_A.macs(mac(B), mac(A)).from(ip6(B), CLIENT_PORT),
                        TO_HOST,
                        DELIVERED,
                        TO_A.macs(mac(B), mac(A)).from(ip6(B), CLIENT_PORT)),
                row(
                        "a sticky client",
                        OwnIpv6AddressTest::director,
                        best(C).andThen(tested -> tested.stick(CLIENT6, B)),
                        TO_A,
                        TO_UPLINK,
                        STEERED,
                        steered(TO_A, B)),
                row(
                        "a port that is not redirected",
                        OwnIpv6AddressTest::director,
                        best(C),
                        TO_A.to(ip6(A), 22),
                        TO_HOST,
                        PASSED_TO_HOST,
                        TO_A.to(ip6(A), 22)));
    }

    /** Such a node may be of a version that would not know whose address it is: it is given nothing that goes to one. */
    static Stream<Fixture> withANodeThatHasNone() {
        final Packets toVip = toVip6(Packets.syn(), A, SAME_PORT);
        return Stream.of(
                row(
                        "not to that node, though it is the best",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C).andThen(tested -> tested.publish(cluster -> cluster.score(100, 50, 1))),
                        TO_A,
                        TO_UPLINK,
                        STEERED,
                        steered(TO_A, B)),
                row(
                        "nor by the client's address",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C)
                                .andThen(tested -> tested.publish(cluster -> cluster.byAddress(1, 1, 1_000_000)))
                                .andThen(tested -> tested.publish(cluster -> cluster.eligible(A, false))),
                        TO_A,
                        TO_UPLINK,
                        STEERED,
                        steered(TO_A, B)),
                row(
                        "nor because the client stays with it",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C).andThen(best(B)).andThen(tested -> tested.stick(CLIENT6, C)),
                        TO_A,
                        TO_UPLINK,
                        STEERED,
                        steered(TO_A, B)),
                row(
                        "nor a segment of a flow that nobody knows",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C).andThen(tested -> tested.stick(CLIENT6, C)),
                        TO_A.flags(TcpSegment.ACK),
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        TO_A.flags(TcpSegment.ACK)),
                row(
                        "nor a passive port",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C).andThen(best(B)).andThen(tested -> tested.stick(CLIENT6, C)),
                        TO_A.to(ip6(A), PASSIVE_PORT),
                        TO_UPLINK,
                        STEERED,
                        steered(TO_A.to(ip6(A), PASSIVE_PORT), B)),
                row(
                        "but what goes to a virtual IP",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C).andThen(best(C)),
                        toVip,
                        TO_UPLINK,
                        STEERED,
                        steered(toVip, C)),
                row(
                        "its address is nobody's",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(C),
                        TO_A.to(ip6(C), SAME_PORT),
                        TO_HOST,
                        PASSED_TO_HOST,
                        TO_A.to(ip6(C), SAME_PORT)),
                row(
                        "nothing is handed over to it",
                        OwnIpv6AddressTest::backup,
                        withoutIpv6(A),
                        TO_B,
                        TO_HOST,
                        DELIVERED,
                        TO_B),
                row(
                        "if it is the node itself, its address is no business of ours",
                        OwnIpv6AddressTest::backup,
                        withoutIpv6(B),
                        TO_B,
                        TO_HOST,
                        PASSED_TO_HOST,
                        TO_B),
                row(
                        "if it is the node itself, what it is given nevertheless is dropped",
                        OwnIpv6AddressTest::backup,
                        withoutIpv6(B),
                        STEERED_TO_B,
                        DROP,
                        DROP_NO_TRANSLATION,
                        STEERED_TO_B),
                row(
                        "the address of no bits is not that of a node without one",
                        OwnIpv6AddressTest::director,
                        withoutIpv6(A).andThen(withoutIpv6(C)),
                        TO_A.to(IpAddress.ofIpv6(0, 0), SAME_PORT),
                        TO_HOST,
                        PASSED_TO_HOST,
                        TO_A.to(IpAddress.ofIpv6(0, 0), SAME_PORT)));
    }

    static Stream<Fixture> atAScanningNode() {
        return Stream.of(
                row(
                        "a SYN to its own address goes to the director",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        TO_B,
                        TO_UPLINK,
                        HANDED_OVER,
                        TO_B.macs(mac(B), mac(A))),
                row(
                        "any segment to its own address goes to the director",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        TO_B.flags(TcpSegment.ACK),
                        TO_UPLINK,
                        HANDED_OVER,
                        TO_B.flags(TcpSegment.ACK).macs(mac(B), mac(A))),
                row(
                        "its own flow stays, though there is a director",
                        OwnIpv6AddressTest::backup,
                        tested -> tested.fromWire(TO_B.macs(mac(A), mac(B))),
                        TO_B.flags(TcpSegment.ACK),
                        TO_HOST,
                        DELIVERED,
                        TO_B.flags(TcpSegment.ACK)),
                row(
                        "a SYN to its own address without a director",
                        OwnIpv6AddressTest::alone,
                        same -> {},
                        TO_B,
                        TO_HOST,
                        DELIVERED,
                        TO_B),
                row(
                        "a port of its own address that is not redirected",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        TO_B.to(ip6(B), 22),
                        TO_HOST,
                        PASSED_TO_HOST,
                        TO_B.to(ip6(B), 22)),
                row(
                        "a connection of another node to its own address",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        TO_B.macs(mac(C), mac(B)).from(ip6(C), CLIENT_PORT),
                        TO_HOST,
                        DELIVERED,
                        TO_B.macs(mac(C), mac(B)).from(ip6(C), CLIENT_PORT)),
                row(
                        "a steered SYN to another node's address",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        STEERED_TO_B,
                        TO_HOST,
                        TRANSLATED,
                        STEERED_TO_B.to(ip6(B), SAME_PORT)),
                row(
                        "a steered segment of that flow, tagged",
                        OwnIpv6AddressTest::backup,
                        tested -> tested.fromWire(STEERED_TO_B),
                        STEERED_TO_B.flags(TcpSegment.ACK).payload("odd").vlan(7),
                        TO_HOST,
                        TRANSLATED,
                        STEERED_TO_B
                                .flags(TcpSegment.ACK)
                                .payload("odd")
                                .vlan(7)
                                .to(ip6(B), SAME_PORT)),
                row(
                        "a steered datagram",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        STEERED_DATAGRAM,
                        TO_HOST,
                        TRANSLATED,
                        STEERED_DATAGRAM.to(ip6(B), UDP_PROXY_PORT)),
                row(
                        "a steered datagram without a checksum stays without one",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        STEERED_DATAGRAM.withoutChecksum(),
                        TO_HOST,
                        TRANSLATED,
                        STEERED_DATAGRAM.withoutChecksum().to(ip6(B), UDP_PROXY_PORT)));
    }

    static Stream<Fixture> answers() {
        final Packets answer = Packets.tcp(TcpSegment.SYN | TcpSegment.ACK)
                .macs(mac(B), CLIENT_MAC)
                .to(CLIENT6, CLIENT_PORT);
        final Packets datagram =
                Packets.udp().macs(mac(B), CLIENT_MAC).to(CLIENT6, CLIENT_PORT).payload("odd");
        return Stream.of(
                row(
                        "a flow to another node's address",
                        OwnIpv6AddressTest::backup,
                        tested -> tested.fromWire(STEERED_TO_B),
                        answer.from(ip6(B), SAME_PORT),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        answer.from(ip6(C), SAME_PORT)),
                row(
                        "a datagram",
                        OwnIpv6AddressTest::backup,
                        tested -> tested.fromWire(STEERED_DATAGRAM),
                        datagram.from(ip6(B), UDP_PROXY_PORT),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        datagram.from(ip6(C), UDP_PORT)),
                row(
                        "a flow to its own address",
                        OwnIpv6AddressTest::backup,
                        tested -> tested.fromWire(TO_B.macs(mac(A), mac(B))),
                        answer.from(ip6(B), SAME_PORT),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        answer.from(ip6(B), SAME_PORT)),
                row(
                        "a node's own connection to another's proxy port",
                        OwnIpv6AddressTest::backup,
                        same -> {},
                        TO_A.macs(mac(B), mac(A)).from(ip6(B), CLIENT_PORT),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        TO_A.macs(mac(B), mac(A)).from(ip6(B), CLIENT_PORT)));
    }

    @ParameterizedTest
    @MethodSource({"atTheDirector", "withANodeThatHasNone", "atAScanningNode"})
    void shouldDecideAsTheTableSays(final Fixture fixture) {
        fixture.checkFromWire();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void shouldPutBackWhatTheClientWrote(final Fixture fixture) {
        fixture.checkFromKernel();
    }
}
