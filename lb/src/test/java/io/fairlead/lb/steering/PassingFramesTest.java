package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.Fixture.untouched;
import static io.fairlead.lb.steering.SteeringCounter.ARP_SENDER_CORRECTED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_CUT;
import static io.fairlead.lb.steering.SteeringCounter.DROP_FOREIGN_UNICAST;
import static io.fairlead.lb.steering.SteeringCounter.FRAGMENTS;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_MALFORMED;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_HOST;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_UPLINK;
import static io.fairlead.lb.steering.SteeringCounter.REPLY_TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that belong to no redirect: passed untouched, for the conductor, or dropped with a name. Node A is director. */
class PassingFramesTest {

    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;
    private static final long VRRP_GROUP = 0x0100_5E00_0012L;
    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets SERVED = toVip(Packets.syn(), A, TRANSLATED_PORT);
    private static final Packets REPLY = Packets.tcp(TcpSegment.SYN | TcpSegment.ACK)
            .macs(mac(A), CLIENT_MAC)
            .from(VIP, PROXY_PORT)
            .to(CLIENT, CLIENT_PORT);

    private static byte[] changed(final Packets packet, final int offset, final int value) {
        final byte[] frame = packet.bytes();
        frame[offset] = (byte) value;
        return frame;
    }

    private static TestNode director() {
        return TestNode.of(A, A);
    }

    private static TestNode backup() {
        return TestNode.of(A, B);
    }

    static Stream<Fixture> fromWire() {
        final byte[] syn = SYN.bytes();
        return Stream.of(
                untouched(
                        "a port that is not redirected",
                        PassingFramesTest::director,
                        SYN.to(VIP, 22).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "UDP at a TCP redirect's port",
                        PassingFramesTest::director,
                        toVip(Packets.udp(), A, SAME_PORT).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "another destination",
                        PassingFramesTest::director,
                        SYN.to(0x0808_0808, SAME_PORT).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "ICMP",
                        PassingFramesTest::director,
                        Packets.withProtocol(syn, IpProtocol.ICMP),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "VRRP",
                        PassingFramesTest::backup,
                        Packets.withProtocol(SYN.macs(mac(B), VRRP_GROUP).bytes(), IpProtocol.VRRP),
                        TO_CONTROL,
                        null),
                untouched(
                        "a load report",
                        PassingFramesTest::director,
                        Packets.withProtocol(syn, IpProtocol.LOAD_REPORT),
                        TO_CONTROL,
                        null),
                untouched("IPv6", PassingFramesTest::director, changed(SYN, 12, 0x86), TO_HOST, PASSED_TO_HOST),
                untouched(
                        "a foreign MAC address",
                        PassingFramesTest::director,
                        SYN.macs(CLIENT_MAC, mac(B)).bytes(),
                        DROP,
                        DROP_FOREIGN_UNICAST),
                untouched(
                        "multicast",
                        PassingFramesTest::director,
                        SYN.macs(CLIENT_MAC, 0x0100_5E00_00FBL)
                                .to(0xE000_00FB, 5353)
                                .bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "a broadcast to a redirect",
                        PassingFramesTest::director,
                        SYN.macs(CLIENT_MAC, BROADCAST).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "ARP for a VIP on the director",
                        PassingFramesTest::director,
                        Packets.arpRequest(CLIENT_MAC, CLIENT, VIP),
                        TO_CONTROL,
                        null),
                untouched(
                        "ARP for a VIP on a backup",
                        PassingFramesTest::backup,
                        Packets.arpRequest(CLIENT_MAC, CLIENT, VIP),
                        TO_CONTROL,
                        null),
                untouched(
                        "gratuitous ARP of another director",
                        PassingFramesTest::backup,
                        Packets.arpRequest(mac(B), VIP, VIP),
                        TO_CONTROL,
                        null),
                untouched(
                        "other ARP",
                        PassingFramesTest::director,
                        Packets.arpRequest(CLIENT_MAC, CLIENT, ip(A)),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "cut ARP",
                        PassingFramesTest::director,
                        Arrays.copyOf(Packets.arpRequest(CLIENT_MAC, CLIENT, VIP), 41),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched("a runt", PassingFramesTest::director, Arrays.copyOf(syn, 13), DROP, DROP_CUT),
                untouched("nothing at all", PassingFramesTest::director, new byte[0], DROP, DROP_CUT),
                untouched(
                        "a cut IP header",
                        PassingFramesTest::director,
                        Arrays.copyOf(syn, 33),
                        TO_HOST,
                        PASSED_MALFORMED),
                untouched(
                        "a cut IP packet",
                        PassingFramesTest::director,
                        Arrays.copyOf(syn, 53),
                        TO_HOST,
                        PASSED_MALFORMED),
                untouched(
                        "an IP header length below five words",
                        PassingFramesTest::director,
                        changed(SYN, 14, 0x44),
                        TO_HOST,
                        PASSED_MALFORMED),
                untouched(
                        "a TCP header length beyond the packet",
                        PassingFramesTest::director,
                        changed(SYN, 46, 0x60),
                        TO_HOST,
                        PASSED_MALFORMED),
                untouched(
                        "a fragment",
                        PassingFramesTest::director,
                        Packets.withFragment(syn, 0x2000),
                        TO_HOST,
                        FRAGMENTS));
    }

    static Stream<Fixture> fromKernel() {
        final Packets datagramReply =
                Packets.udp().macs(mac(A), CLIENT_MAC).from(VIP, UDP_PROXY_PORT).to(CLIENT, CLIENT_PORT);
        final byte[] vipRequest = Packets.arpRequest(mac(A), VIP, CLIENT);
        final byte[] corrected = Packets.arpRequest(mac(A), ip(A), CLIENT);
        return Stream.of(
                new Fixture(
                        "a reply of a translated flow",
                        PassingFramesTest::backup,
                        node -> node.fromWire(SERVED.macs(mac(B), mac(A))),
                        REPLY.bytes(),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        REPLY.from(VIP, TRANSLATED_PORT).bytes()),
                new Fixture(
                        "a datagram's reply",
                        PassingFramesTest::backup,
                        node -> node.fromWire(toVip(Packets.udp(), A, UDP_PORT).macs(mac(B), mac(A))),
                        datagramReply.bytes(),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        datagramReply.from(VIP, UDP_PORT).bytes()),
                untouched(
                        "a reply of no translated flow",
                        PassingFramesTest::director,
                        REPLY.bytes(),
                        TO_UPLINK,
                        PASSED_TO_UPLINK),
                untouched(
                        "a reply from a VIP",
                        PassingFramesTest::director,
                        REPLY.from(VIP, SAME_PORT).bytes(),
                        TO_UPLINK,
                        PASSED_TO_UPLINK),
                untouched(
                        "a reply of another service",
                        PassingFramesTest::director,
                        REPLY.from(ip(A), 22).bytes(),
                        TO_UPLINK,
                        PASSED_TO_UPLINK),
                untouched("ARP in its own name", PassingFramesTest::director, corrected, TO_UPLINK, PASSED_TO_UPLINK),
                new Fixture(
                        "ARP in a VIP's name",
                        PassingFramesTest::director,
                        same -> {},
                        vipRequest,
                        TO_UPLINK,
                        ARP_SENDER_CORRECTED,
                        corrected),
                new Fixture(
                        "an ARP reply in a VIP's name",
                        PassingFramesTest::backup,
                        same -> {},
                        Packets.arp(CLIENT_MAC, ArpPacket.REPLY, mac(A), VIP, CLIENT),
                        TO_UPLINK,
                        ARP_SENDER_CORRECTED,
                        Packets.arp(CLIENT_MAC, ArpPacket.REPLY, mac(A), ip(A), CLIENT)),
                untouched(
                        "a cut IP header",
                        PassingFramesTest::director,
                        Arrays.copyOf(REPLY.bytes(), 33),
                        TO_UPLINK,
                        PASSED_TO_UPLINK),
                untouched("IPv6", PassingFramesTest::director, changed(REPLY, 12, 0x86), TO_UPLINK, PASSED_TO_UPLINK),
                untouched("a runt", PassingFramesTest::director, new byte[13], DROP, DROP_CUT));
    }

    @ParameterizedTest
    @MethodSource("fromWire")
    void shouldPassOrDropAFrameFromTheWire(final Fixture fixture) {
        fixture.checkFromWire();
    }

    @ParameterizedTest
    @MethodSource("fromKernel")
    void shouldPassOrTranslateAFrameFromTheKernel(final Fixture fixture) {
        fixture.checkFromKernel();
    }
}
