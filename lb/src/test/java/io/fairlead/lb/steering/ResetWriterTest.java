package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ResetWriterTest {

    private static final long OWN_MAC = 0x0200_0000_0A01L;
    private static final long CLIENT_MAC = 0x0200_0000_0C01L;
    private static final int SEQUENCE = 0x0506_0708;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ResetWriter.MAX_FRAME_LENGTH]);
    private final ResetWriter writer = new ResetWriter(OWN_MAC);

    private int write(final String client, final String destination) {
        final FlowKey flow =
                new FlowKey().ip(IpAddress.parse(client), 40_000, IpAddress.parse(destination), 9090, IpProtocol.TCP);
        return writer.write(buffer, 0, flow, CLIENT_MAC, 0, SEQUENCE);
    }

    @Test
    void shouldWriteWhatTheClientOfAnIpv4FlowAccepts() {
        final int length = write("10.51.0.50", "10.51.0.100");

        assertThat(length).isEqualTo(54);
        final EthernetFrame frame = new EthernetFrame().wrap(buffer, 0, length);
        assertThat(frame.etherType()).isEqualTo(EtherType.IPV4);
        assertThat(frame.destination()).isEqualTo(CLIENT_MAC);
        assertThat(frame.source()).isEqualTo(OWN_MAC);
        assertThat(InternetChecksum.of(buffer, 14, 20)).isZero();
        assertThat(InternetChecksum.fold(InternetChecksum.add(
                        InternetChecksum.pseudoHeader(
                                IpAddress.parse("10.51.0.100").ipv4(),
                                IpAddress.parse("10.51.0.50").ipv4(),
                                IpProtocol.TCP,
                                20),
                        buffer,
                        34,
                        20)))
                .isZero();
        checkSegment(34);
    }

    @Test
    void shouldWriteWhatTheClientOfAnIpv6FlowAccepts() {
        final int length = write("2001:db8::50", "2001:db8::100");

        final EthernetFrame frame = new EthernetFrame().wrap(buffer, 0, length);
        assertThat(frame.etherType()).isEqualTo(EtherType.IPV6);
        assertThat(frame.destination()).isEqualTo(CLIENT_MAC);
        final Ipv6Packet packet = new Ipv6Packet().wrap(buffer, frame.payloadIndex(), frame.payloadLength());
        assertThat(packet.toString()).contains("2001:db8::100 > 2001:db8::50 protocol=6");
        assertThat(InternetChecksum.fold(InternetChecksum.add(packet.pseudoHeader(), buffer, 54, 20)))
                .isZero();
        checkSegment(54);
    }

    private byte[] written(final int tags) {
        final FlowKey flow = new FlowKey().ipv4(0x0A33_0032, 40_000, 0x0A33_0064, 9090, IpProtocol.TCP);
        final byte[] frame = new byte[writer.write(buffer, 0, flow, CLIENT_MAC, tags, SEQUENCE)];
        buffer.getBytes(0, frame);
        return frame;
    }

    @Test
    void shouldCarryTheTagsOfTheConnectionsFrames() {
        final String macs = "020000000C01" + "020000000A01";
        final String packet = "45000028" + "00000000" + "400665D5" + "0A330064" + "0A330032" + "23829C40" + "05060708"
                + "00000000" + "50040000" + "CF140000";

        assertThat(written(0)).asHexString().isEqualTo(macs + "0800" + packet);
        assertThat(written(0x8064_0000)).asHexString().isEqualTo(macs + "81000064" + "0800" + packet);
        assertThat(written(0xC0C8_8FFF)).asHexString().isEqualTo(macs + "88A800C8" + "81000FFF" + "0800" + packet);
    }

    private void checkSegment(final int index) {
        final TcpSegment segment = new TcpSegment().wrap(buffer, index, 20);
        assertThat(segment.isValid()).isTrue();
        assertThat(segment.flags()).isEqualTo(TcpSegment.RST);
        assertThat(segment.sequence()).isEqualTo(SEQUENCE);
        assertThat(segment.acknowledgment()).isZero();
        assertThat(segment.sourcePort()).isEqualTo(9090);
        assertThat(segment.destinationPort()).isEqualTo(40_000);
    }
}
