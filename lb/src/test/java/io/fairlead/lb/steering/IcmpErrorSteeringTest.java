package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.row;
import static io.fairlead.lb.steering.Fixture.toOwn;
import static io.fairlead.lb.steering.Fixture.toOwn6;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.Fixture.toVip6;
import static io.fairlead.lb.steering.SteeringCounter.DELIVERED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_NO_TRANSLATION;
import static io.fairlead.lb.steering.SteeringCounter.HANDED_OVER;
import static io.fairlead.lb.steering.SteeringCounter.ICMP_ERRORS;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_HOST;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_UPLINK;
import static io.fairlead.lb.steering.SteeringCounter.REPLY_TRANSLATED;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.SteeringCounter.TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.ALIAS_PORT;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.CLOSED_VIP;
import static io.fairlead.lb.steering.TestCluster.CLOSED_VIP6;
import static io.fairlead.lb.steering.TestCluster.OTHER_TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.ip6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ICMP and ICMPv6 errors that quote a flow: A, the director, steers them; B, which scans, names to its kernel and to the client what each of them has sent. */
class IcmpErrorSteeringTest {

    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int PORT_UNREACHABLE = 3;
    private static final int PORT_UNREACHABLE_6 = 4;
    private static final int PACKET_TOO_BIG = 2;
    private static final int FIRST_SUBSTITUTE_PORT = 61_000;

    /** What RFC 792 has quoted at least: header and eight bytes. */
    private static final int SHORT = 28;

    private static final int SHORT6 = 48;

    /** Up to the checksum of a datagram, which is nobody's business in a quote. */
    private static final int NO_CHECKSUM6 = 46;

    private static final int ROUTER = 0x0A33_00FE;
    private static final IpAddress ROUTER6 = IpAddress.parse("2001:db8:51::fe");
    private static final long ROUTER_MAC = 0x0200_0000_0E01L;

    private static final Packets TOO_BIG = Packets.icmp(IcmpMessage.DESTINATION_UNREACHABLE, FRAGMENTATION_NEEDED)
            .from(ROUTER, 0)
            .to(VIP, 0);
    private static final Packets TOO_BIG6 =
            Packets.icmp6(PACKET_TOO_BIG, 0).from(ROUTER6, 0).to(VIP6, 0);

    // what the client was sent, as the router has seen it
    private static final Packets SENT = Packets.tcp(TcpSegment.ACK)
            .payload("HTTP/1.1 200 OK")
            .from(VIP, TRANSLATED_PORT)
            .to(CLIENT, CLIENT_PORT);
    private static final Packets SENT6 = Packets.tcp(TcpSegment.ACK)
            .payload("HTTP/1.1 200 OK")
            .from(VIP6, TRANSLATED_PORT)
            .to(CLIENT6, CLIENT_PORT);

    private static TestNode director() {
        return TestNode.of(A, A);
    }

    private static TestNode scanner() {
        return TestNode.of(B, A);
    }

    private static Packets atDirector(final Packets packet) {
        return packet.macs(ROUTER_MAC, mac(A));
    }

    private static Packets steered(final Packets packet, final int node) {
        return packet.macs(mac(A), mac(node));
    }

    /** The director has given the client's flow to a node, and would give the next to another. */
    private static Consumer<TestNode> given(final int node, final Packets syn) {
        return tested -> {
            tested.publish(cluster -> cluster.best(node));
            tested.fromWire(syn);
            tested.publish(cluster -> cluster.best(C));
        };
    }

    private static Consumer<TestNode> scans(final Packets packet) {
        return tested -> tested.fromWire(steered(packet, B));
    }

    /** All of a packet, but with other ports: checksums inside a quote are nobody's business. */
    private static byte[] whole(final Packets packet, final int headerLength, final int from, final int to) {
        final byte[] bytes = packet.ipPacket();
        ByteBuffer.wrap(bytes).putShort(headerLength, (short) from).putShort(headerLength + 2, (short) to);
        return bytes;
    }

    static Stream<Fixture> steeredByADirector() {
        final Packets error = atDirector(TOO_BIG.quoting(SENT, SHORT));
        final Packets error6 = atDirector(TOO_BIG6.quoting(SENT6, SHORT6));
        final Packets toNode = atDirector(TOO_BIG.to(ip(B), 0).quoting(SENT.from(ip(B), SAME_PORT), SHORT))
                .macs(mac(B), mac(A));
        final Packets toNode6 = atDirector(TOO_BIG6.to(ip6(B), 0).quoting(SENT6.from(ip6(B), SAME_PORT), SHORT6))
                .macs(mac(B), mac(A));
        return Stream.of(
                row(
                        "to the flow's node",
                        IcmpErrorSteeringTest::director,
                        given(B, toVip(Packets.syn(), A, TRANSLATED_PORT)),
                        error,
                        TO_UPLINK,
                        STEERED,
                        steered(error, B)),
                row(
                        "to the flow's node, IPv6",
                        IcmpErrorSteeringTest::director,
                        given(B, toVip6(Packets.syn(), A, TRANSLATED_PORT)),
                        error6,
                        TO_UPLINK,
                        STEERED,
                        steered(error6, B)),
                row(
                        "to the flow's node, tagged and with options",
                        IcmpErrorSteeringTest::director,
                        given(B, toVip(Packets.syn(), A, TRANSLATED_PORT)),
                        error.vlan(7).ipOptions("\u0001\u0001\u0001\u0000"),
                        TO_UPLINK,
                        STEERED,
                        steered(error.vlan(7).ipOptions("\u0001\u0001\u0001\u0000"), B)),
                row(
                        "to the client's node, of a flow that is unknown",
                        IcmpErrorSteeringTest::director,
                        tested -> tested.stick(CLIENT6, B),
                        error6,
                        TO_UPLINK,
                        STEERED,
                        steered(error6, B)),
                row(
                        "here, of a flow and a client that are unknown",
                        IcmpErrorSteeringTest::director,
                        same -> {},
                        error,
                        TO_HOST,
                        DELIVERED,
                        error),
                row(
                        "here, of its own flow",
                        IcmpErrorSteeringTest::director,
                        given(A, toVip(Packets.syn(), A, TRANSLATED_PORT)),
                        error,
                        TO_HOST,
                        TRANSLATED,
                        error.quoting(SENT.from(VIP, PROXY_PORT), SHORT)),
                row(
                        "to the flow's node, handed over by another",
                        IcmpErrorSteeringTest::director,
                        given(B, toOwn(Packets.syn(), B, SAME_PORT).macs(mac(B), mac(A))),
                        toNode,
                        TO_UPLINK,
                        STEERED,
                        steered(toNode, B)),
                row(
                        "to the flow's node, handed over by another, IPv6",
                        IcmpErrorSteeringTest::director,
                        given(C, toOwn6(Packets.syn(), B, SAME_PORT).macs(mac(B), mac(A))),
                        toNode6,
                        TO_UPLINK,
                        STEERED,
                        steered(toNode6, C)));
    }

    static Stream<Fixture> scanned() {
        final Packets web = toVip(Packets.syn(), B, TRANSLATED_PORT);
        final Packets web6 = toVip6(Packets.syn(), B, TRANSLATED_PORT);
        final Packets same = toVip(Packets.syn(), B, SAME_PORT);
        final Packets datagram = toVip6(Packets.udp(), B, UDP_PORT);
        final Packets error = steered(TOO_BIG, B);
        final Packets error6 = steered(TOO_BIG6, B);
        final Packets datagramSent =
                Packets.udp().from(VIP6, UDP_PORT).to(CLIENT6, CLIENT_PORT).payload("answer");
        final Packets sentByAnother = SENT.from(ip(C), SAME_PORT);
        final Packets sentByAnother6 = SENT6.from(ip6(C), SAME_PORT);
        return Stream.of(
                row(
                        "header and eight bytes",
                        IcmpErrorSteeringTest::scanner,
                        scans(web),
                        error.quoting(SENT, SHORT),
                        TO_HOST,
                        TRANSLATED,
                        error.quoting(SENT.from(VIP, PROXY_PORT), SHORT)),
                row(
                        "header and eight bytes, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        scans(web6),
                        error6.quoting(SENT6, SHORT6),
                        TO_HOST,
                        TRANSLATED,
                        error6.quoting(SENT6.from(VIP6, PROXY_PORT), SHORT6)),
                row(
                        "no more than the ports",
                        IcmpErrorSteeringTest::scanner,
                        scans(web),
                        error.quoting(SENT, 24),
                        TO_HOST,
                        TRANSLATED,
                        error.quoting(SENT.from(VIP, PROXY_PORT), 24)),
                row(
                        "the whole packet",
                        IcmpErrorSteeringTest::scanner,
                        scans(web),
                        error.payload(SENT.ipPacket()),
                        TO_HOST,
                        TRANSLATED,
                        error.payload(whole(SENT, 20, PROXY_PORT, CLIENT_PORT))),
                row(
                        "the whole packet, IPv6, extension headers and a tag in front",
                        IcmpErrorSteeringTest::scanner,
                        scans(datagram),
                        error6.vlan(7)
                                .extension(IpProtocol.DESTINATION_OPTIONS, 16)
                                .payload(datagramSent.ipPacket()),
                        TO_HOST,
                        TRANSLATED,
                        error6.vlan(7)
                                .extension(IpProtocol.DESTINATION_OPTIONS, 16)
                                .payload(whole(datagramSent, 40, UDP_PROXY_PORT, CLIENT_PORT))),
                row(
                        "options in both headers",
                        IcmpErrorSteeringTest::scanner,
                        scans(web),
                        error.ipOptions("\u0001\u0001\u0001\u0000").quoting(SENT.ipOptions("\u0001".repeat(8)), 36),
                        TO_HOST,
                        TRANSLATED,
                        error.ipOptions("\u0001\u0001\u0001\u0000")
                                .quoting(SENT.ipOptions("\u0001".repeat(8)).from(VIP, PROXY_PORT), 36)),
                row(
                        "a flow that needs no translation",
                        IcmpErrorSteeringTest::scanner,
                        scans(same),
                        error.quoting(SENT.from(VIP, SAME_PORT), SHORT),
                        TO_HOST,
                        DELIVERED,
                        error.quoting(SENT.from(VIP, SAME_PORT), SHORT)),
                row(
                        "a flow to another node's address",
                        IcmpErrorSteeringTest::scanner,
                        scans(web.to(ip(C), SAME_PORT)),
                        error.to(ip(C), 0).quoting(sentByAnother, SHORT),
                        TO_HOST,
                        TRANSLATED,
                        error.to(ip(B), 0).quoting(sentByAnother.from(ip(B), SAME_PORT), SHORT)),
                row(
                        "a flow to another node's address, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        scans(web6.to(ip6(C), SAME_PORT)),
                        error6.to(ip6(C), 0).quoting(sentByAnother6, SHORT6),
                        TO_HOST,
                        TRANSLATED,
                        error6.to(ip6(B), 0).quoting(sentByAnother6.from(ip6(B), SAME_PORT), SHORT6)),
                row(
                        "a flow to this node's address, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        scans(web6.to(ip6(B), TRANSLATED_PORT)),
                        error6.to(ip6(B), 0).quoting(SENT6.from(ip6(B), TRANSLATED_PORT), SHORT6),
                        TO_HOST,
                        TRANSLATED,
                        error6.to(ip6(B), 0).quoting(SENT6.from(ip6(B), PROXY_PORT), SHORT6)),
                row(
                        "an unknown flow to another node's address, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        ignored -> {},
                        error6.to(ip6(C), 0).quoting(sentByAnother6, SHORT6),
                        TO_HOST,
                        DELIVERED,
                        error6.to(ip6(B), 0).quoting(sentByAnother6, SHORT6)),
                row(
                        "a flow to another node's address, IPv6, by a node without such an address",
                        IcmpErrorSteeringTest::scanner,
                        tested -> tested.publish(cluster -> cluster.withoutIpv6(B)),
                        error6.to(ip6(C), 0).quoting(sentByAnother6, SHORT6),
                        DROP,
                        DROP_NO_TRANSLATION,
                        error6.to(ip6(C), 0).quoting(sentByAnother6, SHORT6)),
                row(
                        "a flow whose client port was translated, too",
                        IcmpErrorSteeringTest::scanner,
                        scans(web).andThen(scans(web.to(VIP, OTHER_TRANSLATED_PORT))),
                        error.quoting(SENT.from(VIP, OTHER_TRANSLATED_PORT), SHORT),
                        TO_HOST,
                        TRANSLATED,
                        error.quoting(SENT.from(VIP, PROXY_PORT).to(CLIENT, FIRST_SUBSTITUTE_PORT), SHORT)),
                row(
                        "an unknown flow",
                        IcmpErrorSteeringTest::scanner,
                        ignored -> {},
                        error.quoting(SENT, SHORT),
                        TO_HOST,
                        DELIVERED,
                        error.quoting(SENT, SHORT)));
    }

    static Stream<Fixture> atTheNodesOwnAddress() {
        final Packets syn = toOwn(Packets.syn(), B, SAME_PORT);
        final Packets error = TOO_BIG.macs(ROUTER_MAC, mac(B)).to(ip(B), 0).quoting(SENT.from(ip(B), SAME_PORT), SHORT);
        final Packets error6 =
                TOO_BIG6.macs(ROUTER_MAC, mac(B)).to(ip6(B), 0).quoting(SENT6.from(ip6(B), SAME_PORT), SHORT6);
        return Stream.of(
                row(
                        "a backup hands over what is not about its own flow, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        same -> {},
                        error6,
                        TO_UPLINK,
                        HANDED_OVER,
                        error6.macs(mac(B), mac(A))),
                row(
                        "a backup keeps what is about its own flow, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        scans(toOwn6(Packets.syn(), B, SAME_PORT)),
                        error6,
                        TO_HOST,
                        DELIVERED,
                        error6),
                row(
                        "a backup hands over what is not about its own flow",
                        IcmpErrorSteeringTest::scanner,
                        same -> {},
                        error,
                        TO_UPLINK,
                        HANDED_OVER,
                        error.macs(mac(B), mac(A))),
                row(
                        "a backup keeps what is about its own flow",
                        IcmpErrorSteeringTest::scanner,
                        scans(syn),
                        error,
                        TO_HOST,
                        DELIVERED,
                        error));
    }

    static Stream<Fixture> passed() {
        final Packets toClosed = TOO_BIG.to(CLOSED_VIP, 0).quoting(SENT.from(CLOSED_VIP, 22), SHORT);
        final Packets toClosed6 = TOO_BIG6.to(CLOSED_VIP6, 0).quoting(SENT6.from(CLOSED_VIP6, 22), SHORT6);
        return Stream.of(
                passed("about a port that is not redirected", TOO_BIG.quoting(SENT.from(VIP, 22), SHORT)),
                passed("the same with accept mode off", toClosed),
                passed("the same with accept mode off, IPv6", toClosed6),
                passed("to another address", TOO_BIG.to(CLIENT, 0).quoting(SENT, SHORT)),
                passed("no error", Packets.icmp(8, 0).from(ROUTER, 0).to(VIP, 0).quoting(SENT, SHORT)),
                passed(
                        "no error, IPv6",
                        Packets.icmp6(128, 0).from(ROUTER6, 0).to(VIP6, 0).quoting(SENT6, SHORT6)),
                passed("half a port", TOO_BIG.quoting(SENT, 23)),
                passed("half a port, IPv6", TOO_BIG6.quoting(SENT6, 43)),
                passed("a header that is cut", TOO_BIG.quoting(SENT, 19)),
                passed("a header that is cut, IPv6", TOO_BIG6.quoting(SENT6, 39)),
                passed("nothing", TOO_BIG),
                passed("IPv6 by ICMP", TOO_BIG.quoting(SENT6, SHORT6)),
                passed(
                        "IPv4 by ICMPv6",
                        TOO_BIG6.payload(SENT.payload("x".repeat(40)).ipPacket())),
                passed(
                        "IPv4-mapped addresses",
                        TOO_BIG6.quoting(
                                SENT6.from(mapped(VIP), TRANSLATED_PORT).to(mapped(CLIENT), CLIENT_PORT), SHORT6)),
                passed(
                        "another protocol",
                        TOO_BIG.quoting(
                                Packets.icmp(8, 0).from(VIP, 0).to(CLIENT, 0).payload("ping"), SHORT)));
    }

    private static IpAddress mapped(final int ipv4) {
        return IpAddress.ofIpv6(0, Ipv6Address.mappedLow(ipv4));
    }

    private static Fixture passed(final String description, final Packets packet) {
        final Packets frame = atDirector(packet);
        return row(
                description,
                IcmpErrorSteeringTest::director,
                given(B, toVip(Packets.syn(), A, TRANSLATED_PORT)),
                frame,
                TO_HOST,
                PASSED_TO_HOST,
                frame);
    }

    static Stream<Fixture> fromKernel() {
        final Packets web = toVip(Packets.syn(), B, TRANSLATED_PORT);
        final Packets datagram6 = toVip6(Packets.udp(), B, UDP_PORT);
        final Packets unreachable = Packets.icmp(IcmpMessage.DESTINATION_UNREACHABLE, PORT_UNREACHABLE)
                .macs(mac(B), CLIENT_MAC)
                .from(VIP, 0)
                .to(CLIENT, 0);
        final Packets unreachable6 = Packets.icmp6(1, PORT_UNREACHABLE_6)
                .macs(mac(B), CLIENT_MAC)
                .from(VIP6, 0)
                .to(CLIENT6, 0);
        return Stream.of(
                row(
                        "header and eight bytes",
                        IcmpErrorSteeringTest::scanner,
                        scans(web),
                        unreachable.quoting(web.to(VIP, PROXY_PORT), SHORT),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        unreachable.quoting(web, SHORT)),
                row(
                        "the whole datagram, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        scans(datagram6),
                        unreachable6.payload(datagram6.to(VIP6, UDP_PROXY_PORT).ipPacket()),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        unreachable6.payload(whole(datagram6.to(VIP6, UDP_PROXY_PORT), 40, CLIENT_PORT, UDP_PORT))),
                row(
                        "a flow to another node's address",
                        IcmpErrorSteeringTest::scanner,
                        scans(web.to(ip(C), SAME_PORT)),
                        unreachable.from(ip(B), 0).quoting(web.to(ip(B), SAME_PORT), SHORT),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        unreachable.from(ip(B), 0).quoting(web.to(ip(C), SAME_PORT), SHORT)),
                row(
                        "a flow to another node's address, IPv6",
                        IcmpErrorSteeringTest::scanner,
                        scans(datagram6.to(ip6(C), UDP_PORT)),
                        unreachable6.from(ip6(B), 0).quoting(datagram6.to(ip6(B), UDP_PROXY_PORT), NO_CHECKSUM6),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        unreachable6.from(ip6(B), 0).quoting(datagram6.to(ip6(C), UDP_PORT), NO_CHECKSUM6)),
                row(
                        "a flow whose client port was translated, too",
                        IcmpErrorSteeringTest::scanner,
                        scans(web.to(VIP, SAME_PORT)).andThen(scans(web.to(VIP, ALIAS_PORT))),
                        unreachable.quoting(
                                web.from(CLIENT, FIRST_SUBSTITUTE_PORT).to(VIP, SAME_PORT), SHORT),
                        TO_UPLINK,
                        REPLY_TRANSLATED,
                        unreachable.quoting(web.to(VIP, ALIAS_PORT), SHORT)),
                row(
                        "a flow that needs no translation",
                        IcmpErrorSteeringTest::scanner,
                        scans(web.to(VIP, SAME_PORT)),
                        unreachable.quoting(web.to(VIP, SAME_PORT), SHORT),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        unreachable.quoting(web.to(VIP, SAME_PORT), SHORT)),
                row(
                        "half a port",
                        IcmpErrorSteeringTest::scanner,
                        scans(web),
                        unreachable.quoting(web.to(VIP, PROXY_PORT), 23),
                        TO_UPLINK,
                        PASSED_TO_UPLINK,
                        unreachable.quoting(web.to(VIP, PROXY_PORT), 23)));
    }

    @ParameterizedTest
    @MethodSource({"steeredByADirector", "scanned", "atTheNodesOwnAddress", "passed"})
    void shouldSendAnErrorWhereItsFlowGoes(final Fixture fixture) {
        fixture.checkFromWire();
    }

    @ParameterizedTest
    @MethodSource("fromKernel")
    void shouldNameWhatTheClientSentWhenTheKernelSendsAnError(final Fixture fixture) {
        fixture.checkFromKernel();
    }

    @Test
    void shouldPassAnErrorWhenItIsAFragment() {
        final TestNode node = director();
        given(B, toVip(Packets.syn(), A, TRANSLATED_PORT)).accept(node);
        final byte[] fragment =
                atDirector(TOO_BIG.payload(SENT.ipPacket())).fragments(1, 48).get(0);

        assertThat(node.fromWire(fragment).verdict()).isEqualTo(TO_HOST);
        assertThat(node.count(ICMP_ERRORS)).isZero();
    }

    @Test
    void shouldPassAnErrorWhenItQuotesALaterFragment() {
        final TestNode node = director();
        given(B, toVip(Packets.syn(), A, TRANSLATED_PORT)).accept(node);
        final byte[] frame = SENT.payload("x".repeat(40)).fragments(1, 24).get(1);
        final byte[] later = Arrays.copyOfRange(frame, 14, frame.length);

        assertThat(node.fromWire(atDirector(TOO_BIG.payload(later))).verdict()).isEqualTo(TO_HOST);
        assertThat(node.count(ICMP_ERRORS)).isZero();
    }
}
