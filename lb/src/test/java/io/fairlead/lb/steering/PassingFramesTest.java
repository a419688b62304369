package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.Fixture.untouched;
import static io.fairlead.lb.steering.SteeringCounter.ARP_SENDER_CORRECTED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_CUT;
import static io.fairlead.lb.steering.SteeringCounter.DROP_FOREIGN;
import static io.fairlead.lb.steering.SteeringCounter.FRAGMENTS;
import static io.fairlead.lb.steering.SteeringCounter.MALFORMED_PASSED;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that belong to no redirect: passed untouched, for the conductor, or dropped with a name. Node A is director. */
class PassingFramesTest {

    private static final Supplier<TestNode> DIRECTOR = () -> TestNode.of(A, A);
    private static final Supplier<TestNode> BACKUP = () -> TestNode.of(A, B);
    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;
    private static final long VRRP_GROUP = 0x0100_5E00_0012L;
    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets SERVED = toVip(Packets.syn(), A, TRANSLATED_PORT);
    private static final Packets REPLY = Packets.tcp(TcpSegment.SYN | TcpSegment.ACK)
            .macs(mac(A), CLIENT_MAC)
            .from(ip(A), PROXY_PORT)
            .to(CLIENT, CLIENT_PORT);

    private static byte[] changed(final Packets packet, final int offset, final int value) {
        final byte[] frame = packet.bytes();
        frame[offset] = (byte) value;
        return frame;
    }

    static Stream<Fixture> fromWire() {
        final byte[] syn = SYN.bytes();
        return Stream.of(
                untouched(
                        "a port that is not redirected",
                        DIRECTOR,
                        SYN.to(VIP, 22).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "UDP at a TCP redirect's port",
                        DIRECTOR,
                        toVip(Packets.udp(), A, SAME_PORT).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "another destination",
                        DIRECTOR,
                        SYN.to(0x0808_0808, SAME_PORT).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched("ICMP", DIRECTOR, Packets.withProtocol(syn, IpProtocol.ICMP), TO_HOST, PASSED_TO_HOST),
                untouched(
                        "VRRP",
                        BACKUP,
                        Packets.withProtocol(SYN.macs(mac(B), VRRP_GROUP).bytes(), IpProtocol.VRRP),
                        TO_CONTROL,
                        null),
                untouched(
                        "a load report", DIRECTOR, Packets.withProtocol(syn, IpProtocol.LOAD_REPORT), TO_CONTROL, null),
                untouched("IPv6", DIRECTOR, changed(SYN, 12, 0x86), TO_HOST, PASSED_TO_HOST),
                untouched(
                        "a foreign MAC address",
                        DIRECTOR,
                        SYN.macs(CLIENT_MAC, mac(B)).bytes(),
                        DROP,
                        DROP_FOREIGN),
                untouched(
                        "multicast",
                        DIRECTOR,
                        SYN.macs(CLIENT_MAC, 0x0100_5E00_00FBL)
                                .to(0xE000_00FB, 5353)
                                .bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "a broadcast to a redirect",
                        DIRECTOR,
                        SYN.macs(CLIENT_MAC, BROADCAST).bytes(),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched(
                        "ARP for a VIP on the director",
                        DIRECTOR,
                        Packets.arpRequest(CLIENT_MAC, CLIENT, VIP),
                        TO_CONTROL,
                        null),
                untouched(
                        "ARP for a VIP on a backup",
                        BACKUP,
                        Packets.arpRequest(CLIENT_MAC, CLIENT, VIP),
                        TO_CONTROL,
                        null),
                untouched(
                        "gratuitous ARP of another director",
                        BACKUP,
                        Packets.arpRequest(mac(B), VIP, VIP),
                        TO_CONTROL,
                        null),
                untouched(
                        "other ARP", DIRECTOR, Packets.arpRequest(CLIENT_MAC, CLIENT, ip(A)), TO_HOST, PASSED_TO_HOST),
                untouched(
                        "cut ARP",
                        DIRECTOR,
                        Arrays.copyOf(Packets.arpRequest(CLIENT_MAC, CLIENT, VIP), 41),
                        TO_HOST,
                        PASSED_TO_HOST),
                untouched("a runt", DIRECTOR, Arrays.copyOf(syn, 13), DROP, DROP_CUT),
                untouched("nothing at all", DIRECTOR, new byte[0], DROP, DROP_CUT),
                untouched("a cut IP header", DIRECTOR, Arrays.copyOf(syn, 33), TO_HOST, MALFORMED_PASSED),
                untouched("a cut IP packet", DIRECTOR, Arrays.copyOf(syn, 53), TO_HOST, MALFORMED_PASSED),
                untouched(
                        "an IP header length below five words",
                        DIRECTOR,
                        changed(SYN, 14, 0x44),
                        TO_HOST,
                        MALFORMED_PASSED),
                untouched(
                        "a TCP header length beyond the packet",
                        DIRECTOR,
                        changed(SYN, 46, 0x60),
                        TO_HOST,
                        MALFORMED_PASSED),
                untouched("a fragment", DIRECTOR, Packets.withFragment(syn, 0x2000), TO_HOST, FRAGMENTS));
    }

    static Stream<Fixture> fromKernel() {
        final Packets datagramReply = Packets.udp()
                .macs(mac(A), CLIENT_MAC)
                .from(ip(A), UDP_PROXY_PORT)
                .to(CLIENT, CLIENT_PORT);
        final byte[] vipRequest = Packets.arpRequest(mac(A), VIP, CLIENT);
        final byte[] corrected = Packets.arpRequest(mac(A), ip(A), CLIENT);
        return Stream.of(
                new Fixture(
                        "a reply of a translated flow",
                        BACKUP,
                        node -> node.fromWire(SERVED.macs(mac(B), mac(A))),
                        REPLY.bytes(),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        REPLY.from(VIP, TRANSLATED_PORT).bytes()),
                new Fixture(
                        "a datagram's reply",
                        BACKUP,
                        node -> node.fromWire(toVip(Packets.udp(), A, UDP_PORT).macs(mac(B), mac(A))),
                        datagramReply.bytes(),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        datagramReply.from(VIP, UDP_PORT).bytes()),
                untouched("a reply of no translated flow", DIRECTOR, REPLY.bytes(), TO_UPLINK, PASSED_TO_UPLINK),
                untouched(
                        "a reply from a VIP",
                        DIRECTOR,
                        REPLY.from(VIP, SAME_PORT).bytes(),
                        TO_UPLINK,
                        PASSED_TO_UPLINK),
                untouched(
                        "a reply of another service",
                        DIRECTOR,
                        REPLY.from(ip(A), 22).bytes(),
                        TO_UPLINK,
                        PASSED_TO_UPLINK),
                untouched("ARP in its own name", DIRECTOR, corrected, TO_UPLINK, PASSED_TO_UPLINK),
                new Fixture(
                        "ARP in a VIP's name",
                        DIRECTOR,
                        same -> {},
                        vipRequest,
                        TO_UPLINK,
                        ARP_SENDER_CORRECTED,
                        corrected),
                new Fixture(
                        "an ARP reply in a VIP's name",
                        BACKUP,
                        same -> {},
                        Packets.arp(CLIENT_MAC, ArpPacket.REPLY, mac(A), VIP, CLIENT),
                        TO_UPLINK,
                        ARP_SENDER_CORRECTED,
                        Packets.arp(CLIENT_MAC, ArpPacket.REPLY, mac(A), ip(A), CLIENT)),
                untouched("a cut IP header", DIRECTOR, Arrays.copyOf(REPLY.bytes(), 33), TO_UPLINK, PASSED_TO_UPLINK),
                untouched("IPv6", DIRECTOR, changed(REPLY, 12, 0x86), TO_UPLINK, PASSED_TO_UPLINK),
                untouched("a runt", DIRECTOR, new byte[13], DROP, DROP_CUT));
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
