package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.toOwn;
import static io.fairlead.lb.steering.Fixture.toOwn6;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.Fixture.toVip6;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
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
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames with partial checksums, and super-frames, as the kernel leaves them where it may: to director A, from there to node B, to its kernel and back. */
class OffloadedFrameTest {

    /** IP packets of 65,535 bytes at most. */
    private static final String LARGEST_PAYLOAD = "x".repeat(65_160);

    private final TestNode director = TestNode.of(A, A);
    private final TestNode scanner = TestNode.of(B, A);

    /** How a packet comes. */
    private enum Form {
        PARTIAL,
        SUPER_FRAME,
        LARGEST_SUPER_FRAME,
        TAGGED_SUPER_FRAME;

        private Packets of(final Packets packet) {
            return switch (this) {
                case PARTIAL -> packet.partialChecksum();
                case SUPER_FRAME -> packet.payload("x".repeat(4 * 1448)).superFrame(1448);
                case LARGEST_SUPER_FRAME -> packet.payload(LARGEST_PAYLOAD).superFrame(1448);
                case TAGGED_SUPER_FRAME ->
                    packet.payload(LARGEST_PAYLOAD).superFrame(1448).vlan(51);
            };
        }
    }

    private void toKernel(final Packets in, final Packets out) {
        director.publish(cluster -> cluster.eligible(A, false).eligible(C, false));
        final TestNode.Outcome steered = director.fromWire(in);
        assertThat(steered.verdict()).isEqualTo(TO_UPLINK);
        assertThat(steered.frame()).isEqualTo(in.macs(mac(A), mac(B)).bytes());

        final TestNode.Outcome delivered = scanner.fromWire(in.macs(mac(A), mac(B)));
        assertThat(delivered.verdict()).isEqualTo(TO_HOST);
        assertThat(delivered.frame()).isEqualTo(out.macs(mac(A), mac(B)).bytes());
    }

    private void toClient(final Packets in, final Packets out) {
        final TestNode.Outcome reply = scanner.fromKernel(in.macs(mac(B), CLIENT_MAC));
        assertThat(reply.verdict()).isEqualTo(TO_UPLINK);
        assertThat(reply.frame()).isEqualTo(out.macs(mac(B), CLIENT_MAC).bytes());
    }

    @Test
    void shouldLeaveAPartialChecksumAloneWhenOnlyPortsAreTranslated() {
        final HexFormat hex = HexFormat.of();
        // 10.51.0.50:40000 > 10.51.0.100:80, SYN: the sum 0a33 0032 0a33 0064 0006 0014 is 1516
        final byte[] header = hex.parseHex("01000000000022001000");
        final String ip =
                "020000000a02" + "020000000a01" + "0800" + "450000281234400040061430" + "0a330032" + "0a330064";
        final String rest = "0102030405060708" + "5002faf0" + "1516" + "0000";

        final byte[] delivered =
                scanner.fromWire(header, hex.parseHex(ip + "9c400050" + rest)).frame();

        assertThat(hex.formatHex(delivered)).isEqualTo(ip + "9c400c38" + rest);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTranslateTcpOverIpv4(final Form form) {
        final Packets in = form.of(toVip(Packets.syn(), A, TRANSLATED_PORT));
        toKernel(in, in.to(VIP, PROXY_PORT));

        final Packets reply = form.of(Packets.tcp(TcpSegment.ACK)).to(CLIENT, CLIENT_PORT);
        toClient(reply.from(VIP, PROXY_PORT), reply.from(VIP, TRANSLATED_PORT));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTranslateTcpOverIpv6(final Form form) {
        final Packets in = form.of(toVip6(Packets.syn(), A, TRANSLATED_PORT));
        toKernel(in, in.to(VIP6, PROXY_PORT));

        final Packets reply = form.of(Packets.tcp(TcpSegment.ACK)).to(CLIENT6, CLIENT_PORT);
        toClient(reply.from(VIP6, PROXY_PORT), reply.from(VIP6, TRANSLATED_PORT));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTranslateUdp(final Form form) {
        final Packets in = form.of(toVip(Packets.udp(), A, UDP_PORT));
        toKernel(in, in.to(VIP, UDP_PROXY_PORT));

        final Packets reply = form.of(Packets.udp()).to(CLIENT, CLIENT_PORT);
        toClient(reply.from(VIP, UDP_PROXY_PORT), reply.from(VIP, UDP_PORT));
    }

    @ParameterizedTest
    @EnumSource
    void shouldDeliverWhatNeedsNoTranslation(final Form form) {
        final Packets in = form.of(toVip(Packets.syn(), A, SAME_PORT));
        toKernel(in, in);

        final Packets reply =
                form.of(Packets.tcp(TcpSegment.ACK)).from(VIP, SAME_PORT).to(CLIENT, CLIENT_PORT);
        toClient(reply, reply);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUpdateThePseudoHeadersSumWhenTheAddressIsTranslated(final Form form) {
        final Packets in = form.of(toOwn(Packets.syn(), A, TRANSLATED_PORT));
        toKernel(in, in.to(ip(B), PROXY_PORT));

        final Packets reply = form.of(Packets.tcp(TcpSegment.ACK)).to(CLIENT, CLIENT_PORT);
        toClient(reply.from(ip(B), PROXY_PORT), reply.from(ip(A), TRANSLATED_PORT));
    }

    @ParameterizedTest
    @EnumSource
    void shouldUpdateThePseudoHeadersSumWhenTheAddressOfIpv6IsTranslated(final Form form) {
        final Packets in = form.of(toOwn6(Packets.syn(), A, TRANSLATED_PORT));
        toKernel(in, in.to(ip6(B), PROXY_PORT));

        final Packets reply = form.of(Packets.tcp(TcpSegment.ACK)).to(CLIENT6, CLIENT_PORT);
        toClient(reply.from(ip6(B), PROXY_PORT), reply.from(ip6(A), TRANSLATED_PORT));
    }

    /** A tunnel's inner checksum is partial, the outer one, which the ports are covered by, is complete once the inner one is. */
    @Test
    void shouldUpdateTheOuterChecksumWhenAnInnerOneIsPartial() {
        final Packets in =
                toVip(Packets.udp().payload("y".repeat(64)), B, UDP_PORT).macs(mac(A), mac(B));
        final byte[] inner =
                toVip(Packets.syn(), B, UDP_PORT).vlan(9).partialChecksum().header();

        assertThat(scanner.fromWire(inner, in.bytes()).frame())
                .isEqualTo(in.to(IpAddress.ofIpv4(VIP), UDP_PROXY_PORT).bytes());
    }
}
