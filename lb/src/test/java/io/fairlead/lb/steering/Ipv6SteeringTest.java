package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.row;
import static io.fairlead.lb.steering.Fixture.toVip6;
import static io.fairlead.lb.steering.Fixture.untouched;
import static io.fairlead.lb.steering.SteeringCounter.DELIVERED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_NOT_ACCEPTED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_UNKNOWN_FLOW;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_MALFORMED;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_HOST;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_UPLINK;
import static io.fairlead.lb.steering.SteeringCounter.REPLY_TRANSLATED;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.SteeringCounter.TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.CLOSED_VIP6;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.NeighborMessage;
import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a director, A, and a node that scans, B, do with each kind of IPv6 frame: the same as with IPv4. */
class Ipv6SteeringTest {

    private static final IpAddress OTHER = IpAddress.parse("2001:db8:51::99");
    private static final IpAddress ROUTER = IpAddress.parse("fe80::1");
    private static final long NEIGHBORS_MAC = 0x3333_FF00_0064L;
    private static final int VLAN_TAG = 0x600C;
    private static final int ECHO_REQUEST = 128;
    private static final int ROUTER_ADVERTISEMENT = 134;

    private static final Packets SYN = toVip6(Packets.syn(), A, SAME_PORT);
    private static final Packets ACK = SYN.flags(TcpSegment.ACK).payload("GET / HTTP/1.1");
    private static final Packets WEB_SYN = toVip6(Packets.syn(), A, TRANSLATED_PORT);
    private static final Packets DATAGRAM = toVip6(Packets.udp(), A, UDP_PORT);

    private static final Packets STEERED_SYN = steered(SYN, B);
    private static final Packets STEERED_WEB_SYN = steered(WEB_SYN, B);
    private static final Packets STEERED_DATAGRAM = steered(DATAGRAM, B);

    private static TestNode director() {
        return TestNode.of(A, A);
    }

    private static TestNode backup() {
        return TestNode.of(B, A);
    }

    private static Packets steered(final Packets packet, final int node) {
        return packet.macs(mac(A), mac(node));
    }

    private static Consumer<TestNode> best(final int node) {
        return tested -> tested.publish(cluster -> cluster.best(node));
    }

    /** All extension headers that a packet may have in front of TCP, in the order of RFC 8200 section 4.1. */
    private static Packets extended(final Packets packet) {
        return packet.extension(IpProtocol.HOP_BY_HOP_OPTIONS, 8)
                .extension(IpProtocol.DESTINATION_OPTIONS, 16)
                .extension(IpProtocol.ROUTING, 24)
                .extension(IpProtocol.DESTINATION_OPTIONS, 8);
    }

    static Stream<Fixture> steeredByADirector() {
        return Stream.of(
                row("a new flow", Ipv6SteeringTest::director, best(B), SYN, TO_UPLINK, STEERED, steered(SYN, B)),
                row("a new flow to itself", Ipv6SteeringTest::director, best(A), SYN, TO_HOST, DELIVERED, SYN),
                row(
                        "a new flow to itself at another proxy port",
                        Ipv6SteeringTest::director,
                        best(A),
                        WEB_SYN,
                        TO_HOST,
                        TRANSLATED,
                        WEB_SYN.to(VIP6, PROXY_PORT)),
                row(
                        "a datagram",
                        Ipv6SteeringTest::director,
                        best(C),
                        DATAGRAM,
                        TO_UPLINK,
                        STEERED,
                        steered(DATAGRAM, C)),
                row(
                        "a segment of a flow that another node would get now",
                        Ipv6SteeringTest::director,
                        best(B).andThen(tested -> tested.fromWire(SYN)).andThen(best(C)),
                        ACK,
                        TO_UPLINK,
                        STEERED,
                        steered(ACK, B)),
                row(
                        "a sticky client's new flow",
                        Ipv6SteeringTest::director,
                        best(C).andThen(tested -> tested.stick(CLIENT6, B)),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, B)),
                row(
                        "a new flow of a neighbour of a sticky client",
                        Ipv6SteeringTest::director,
                        best(C).andThen(tested -> tested.stick(CLIENT6, B)),
                        SYN.from(IpAddress.ofIpv6(CLIENT6.high() + 1, CLIENT6.low()), CLIENT_PORT),
                        TO_UPLINK,
                        STEERED,
                        steered(SYN.from(IpAddress.ofIpv6(CLIENT6.high() + 1, CLIENT6.low()), CLIENT_PORT), C)),
                row(
                        "a segment of a flow that nobody knows",
                        Ipv6SteeringTest::director,
                        best(B),
                        ACK,
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        ACK),
                row(
                        "extension headers, steered",
                        Ipv6SteeringTest::director,
                        best(B),
                        extended(SYN),
                        TO_UPLINK,
                        STEERED,
                        steered(extended(SYN), B)),
                row(
                        "extension headers and a tag, translated",
                        Ipv6SteeringTest::director,
                        best(A),
                        extended(WEB_SYN).vlan(VLAN_TAG),
                        TO_HOST,
                        TRANSLATED,
                        extended(WEB_SYN).vlan(VLAN_TAG).to(VIP6, PROXY_PORT)),
                new Fixture(
                        "a whole packet with a fragment header",
                        Ipv6SteeringTest::director,
                        best(A),
                        WEB_SYN.fragments(1, 1280).get(0),
                        TO_HOST,
                        TRANSLATED,
                        WEB_SYN.to(VIP6, PROXY_PORT).fragments(1, 1280).get(0)),
                row(
                        "a redirect of an address with accept mode off",
                        Ipv6SteeringTest::director,
                        best(A),
                        SYN.to(CLOSED_VIP6, SAME_PORT),
                        TO_HOST,
                        DELIVERED,
                        SYN.to(CLOSED_VIP6, SAME_PORT)));
    }

    static Stream<Fixture> scanned() {
        return Stream.of(
                row(
                        "a steered SYN",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        STEERED_SYN,
                        TO_HOST,
                        DELIVERED,
                        STEERED_SYN),
                row(
                        "a steered SYN for another proxy port",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        STEERED_WEB_SYN,
                        TO_HOST,
                        TRANSLATED,
                        STEERED_WEB_SYN.to(VIP6, PROXY_PORT)),
                row(
                        "a steered segment of a translated flow",
                        Ipv6SteeringTest::backup,
                        tested -> tested.fromWire(STEERED_WEB_SYN),
                        STEERED_WEB_SYN.flags(TcpSegment.ACK).payload("odd"),
                        TO_HOST,
                        TRANSLATED,
                        STEERED_WEB_SYN.flags(TcpSegment.ACK).payload("odd").to(VIP6, PROXY_PORT)),
                row(
                        "a steered datagram",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        STEERED_DATAGRAM,
                        TO_HOST,
                        TRANSLATED,
                        STEERED_DATAGRAM.to(VIP6, UDP_PROXY_PORT)),
                row(
                        "a datagram without a checksum, which RFC 6935 allows",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        STEERED_DATAGRAM.withoutChecksum(),
                        TO_HOST,
                        TRANSLATED,
                        STEERED_DATAGRAM.withoutChecksum().to(VIP6, UDP_PROXY_PORT)),
                row(
                        "a steered segment of a flow that nobody knows",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        steered(ACK, B),
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        steered(ACK, B)),
                row(
                        "a SYN of a client that strayed here",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        toVip6(Packets.syn(), B, SAME_PORT),
                        TO_HOST,
                        DELIVERED,
                        toVip6(Packets.syn(), B, SAME_PORT)),
                row(
                        "as ex-director it steers by its table",
                        Ipv6SteeringTest::backup,
                        tested -> {
                            tested.publish(cluster -> cluster.directedBy(B).best(C));
                            tested.fromWire(toVip6(Packets.syn(), B, SAME_PORT));
                            tested.publish(cluster -> cluster.directedBy(A));
                        },
                        toVip6(Packets.tcp(TcpSegment.ACK), B, SAME_PORT),
                        TO_UPLINK,
                        STEERED,
                        toVip6(Packets.tcp(TcpSegment.ACK), B, SAME_PORT).macs(mac(B), mac(C))));
    }

    static Stream<Fixture> passed() {
        return Stream.of(
                passed("a port that is not redirected", SYN.to(VIP6, 22)),
                passed("an address that is no node's", SYN.to(OTHER, SAME_PORT)),
                passed("a multicast frame to a redirect", SYN.macs(CLIENT_MAC, NEIGHBORS_MAC)),
                passed("a ping", ping(VIP6)),
                passed("a load report, which knows no IPv6", numbered(IpProtocol.LOAD_REPORT)),
                passed("no next header", numbered(59)),
                passed("a question for another address", neighbor(NeighborMessage.SOLICITATION, OTHER)),
                passed("a router's advertisement", neighbor(ROUTER_ADVERTISEMENT, VIP6)),
                refused("a ping to an address with accept mode off", ping(CLOSED_VIP6)),
                refused("another port of an address with accept mode off", SYN.to(CLOSED_VIP6, 22)),
                control("a question for a VIP", neighbor(NeighborMessage.SOLICITATION, VIP6)),
                control("an advertisement of a VIP", neighbor(NeighborMessage.ADVERTISEMENT, VIP6)),
                control("VRRP", numbered(IpProtocol.VRRP)),
                malformed(
                        "a source that is IPv4-mapped",
                        SYN.from(mapped(Fixture.CLIENT), CLIENT_PORT).bytes()),
                malformed(
                        "a destination that is IPv4-mapped",
                        SYN.to(mapped(VIP), SAME_PORT).bytes()),
                malformed("a TCP header that is cut", shortened(SYN, 1)),
                malformed("extension headers that are cut", shortened(extended(numbered(IpProtocol.VRRP)), 1)));
    }

    private static Fixture passed(final String description, final Packets packet) {
        return untouched(description, Ipv6SteeringTest::director, packet.bytes(), TO_HOST, PASSED_TO_HOST);
    }

    private static Fixture refused(final String description, final Packets packet) {
        return untouched(description, Ipv6SteeringTest::director, packet.bytes(), DROP, DROP_NOT_ACCEPTED);
    }

    private static Fixture control(final String description, final Packets packet) {
        return untouched(description, Ipv6SteeringTest::director, packet.bytes(), TO_CONTROL, null);
    }

    private static Fixture malformed(final String description, final byte[] frame) {
        return untouched(description, Ipv6SteeringTest::director, frame, TO_HOST, PASSED_MALFORMED);
    }

    private static Packets ping(final IpAddress destination) {
        return Packets.icmp6(ECHO_REQUEST, 0)
                .macs(CLIENT_MAC, mac(A))
                .from(CLIENT6, 0)
                .to(destination, 0);
    }

    private static Packets neighbor(final int type, final IpAddress target) {
        final byte[] rest = ByteBuffer.allocate(24)
                .putLong(target.high())
                .putLong(target.low())
                .put((byte) 1)
                .put((byte) 1)
                .array();
        return Packets.icmp6(type, 0)
                .macs(CLIENT_MAC, NEIGHBORS_MAC)
                .from(ROUTER, 0)
                .to(IpAddress.parse("ff02::1:ff00:64"), 0)
                .hopLimit(255)
                .payload(rest);
    }

    /** With no upper layer but a number. */
    private static Packets numbered(final int protocol) {
        return Packets.of(protocol).macs(CLIENT_MAC, mac(A)).from(CLIENT6, 0).to(VIP6, 0);
    }

    private static IpAddress mapped(final int ipv4) {
        return IpAddress.ofIpv6(0, Ipv6Address.mappedLow(ipv4));
    }

    /** Bytes are missing at the end, and the packet's own length says so. */
    private static byte[] shortened(final Packets packet, final int bytes) {
        final byte[] frame = packet.bytes();
        final ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(frame, frame.length - bytes));
        return cut.putShort(18, (short) (cut.getShort(18) - bytes)).array();
    }

    static Stream<Fixture> fromKernel() {
        final Packets reply = Packets.tcp(TcpSegment.SYN | TcpSegment.ACK)
                .macs(mac(B), CLIENT_MAC)
                .from(VIP6, PROXY_PORT)
                .to(CLIENT6, CLIENT_PORT);
        final Packets datagramReply = Packets.udp()
                .macs(mac(B), CLIENT_MAC)
                .from(VIP6, UDP_PROXY_PORT)
                .to(CLIENT6, CLIENT_PORT);
        return Stream.of(
                row(
                        "a reply of a translated flow",
                        Ipv6SteeringTest::backup,
                        tested -> tested.fromWire(STEERED_WEB_SYN),
                        reply,
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        reply.from(VIP6, TRANSLATED_PORT)),
                row(
                        "a reply with extension headers",
                        Ipv6SteeringTest::backup,
                        tested -> tested.fromWire(STEERED_WEB_SYN),
                        extended(reply),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        extended(reply).from(VIP6, TRANSLATED_PORT)),
                row(
                        "a datagram's reply",
                        Ipv6SteeringTest::backup,
                        tested -> tested.fromWire(STEERED_DATAGRAM),
                        datagramReply,
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        datagramReply.from(VIP6, UDP_PORT)),
                row(
                        "a reply of no translated flow",
                        Ipv6SteeringTest::backup,
                        tested -> tested.fromWire(STEERED_SYN),
                        reply.from(VIP6, SAME_PORT),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        reply.from(VIP6, SAME_PORT)),
                row(
                        "a reply to another client",
                        Ipv6SteeringTest::backup,
                        tested -> tested.fromWire(STEERED_WEB_SYN),
                        reply.to(OTHER, CLIENT_PORT),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        reply.to(OTHER, CLIENT_PORT)),
                row(
                        "an advertisement of the kernel",
                        Ipv6SteeringTest::backup,
                        same -> {},
                        neighbor(NeighborMessage.ADVERTISEMENT, OTHER),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        neighbor(NeighborMessage.ADVERTISEMENT, OTHER)));
    }

    @ParameterizedTest
    @MethodSource({"steeredByADirector", "scanned", "passed"})
    void shouldDecideAboutAFrameFromTheWireAsTheTableSays(final Fixture fixture) {
        fixture.checkFromWire();
    }

    @ParameterizedTest
    @MethodSource("fromKernel")
    void shouldPassOrTranslateAFrameFromTheKernel(final Fixture fixture) {
        fixture.checkFromKernel();
    }
}
