package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {

    private final TcpSegment tcp = new TcpSegment();
    private final UdpDatagram udp = new UdpDatagram();
    private final IcmpMessage icmp = new IcmpMessage();

    @Test
    void shouldReadSynWithOptions() {
        tcp.wrap(Bytes.atEnd(Golden.TCP_SYN, 40, 34), 34, 40);

        assertThat(tcp.isValid()).isTrue();
        assertThat(tcp.sourcePort()).isEqualTo(49_152);
        assertThat(tcp.destinationPort()).isEqualTo(9090);
        assertThat(tcp.sequence()).isEqualTo(0x1234_5678);
        assertThat(tcp.acknowledgment()).isZero();
        assertThat(tcp.headerLength()).isEqualTo(40);
        assertThat(tcp.flags()).isEqualTo(TcpSegment.SYN);
        assertThat(tcp.isOpening()).isTrue();
        assertThat(tcp.checksum()).isEqualTo(0xBEEF);
        assertThat(tcp).hasToString("TcpSegment[49152 > 9090 flags=0x2 seq=305419896 ack=0]");
    }

    @Test
    void shouldWriteSegmentWithoutOptions() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[20]);
        buffer.setMemory(0, 20, (byte) 0xA5);

        tcp.wrap(buffer, 0, 20)
                .header(9090, 49_152, 0xFFFF_FFFF, 0x1234_5679, TcpSegment.RST | TcpSegment.ACK, 65_535)
                .checksum(0x8001);

        assertThat(buffer.byteArray()).isEqualTo(Bytes.hex("2382 c000 ffff ffff 1234 5679 5014 ffff 8001 0000"));
        assertThat(tcp.acknowledgment()).isEqualTo(0x1234_5679);
        assertThat(tcp).asString().contains("seq=4294967295");
    }

    @Test
    void shouldBeValidOnlyWhenTcpOptionsAreWhole() {
        for (int length = 0; length <= 40; length++) {
            tcp.wrap(Bytes.atEnd(Golden.TCP_SYN, length, 0), 0, length);
            assertThat(tcp.isValid()).as("%d bytes", length).isEqualTo(length == 40);
        }
    }

    @ParameterizedTest(name = "data offset {0} in 40 bytes: {1}")
    @CsvSource({"0, false", "4, false", "5, true", "10, true", "11, false", "15, false"})
    void shouldJudgeDataOffset(final int words, final boolean valid) {
        final byte[] bytes = Golden.TCP_SYN.clone();
        bytes[12] = (byte) (words << 4 | 0x0F);

        tcp.wrap(Bytes.copy(bytes), 0, 40);

        assertThat(tcp.isValid()).isEqualTo(valid);
        assertThat(tcp.toString().equals("TcpSegment[not valid, 40 bytes]")).isNotEqualTo(valid);
    }

    @ParameterizedTest(name = "flags {0}: {1}")
    @CsvSource({"2, true", "18, false", "6, false", "16, false", "0, false", "194, true", "3, true", "1, false"})
    void shouldTellWhatOpensConnection(final int flags, final boolean opening) {
        final byte[] bytes = Golden.TCP_SYN.clone();
        bytes[13] = (byte) flags;

        assertThat(tcp.wrap(Bytes.copy(bytes), 0, 40).isOpening()).isEqualTo(opening);
    }

    @Test
    void shouldReadAndWriteUdp() {
        udp.wrap(Bytes.atEnd(Golden.UDP, 12, 2), 2, 12);

        assertThat(udp.isValid()).isTrue();
        assertThat(udp.sourcePort()).isEqualTo(5353);
        assertThat(udp.destinationPort()).isEqualTo(53);
        assertThat(udp.length()).isEqualTo(12);
        assertThat(udp.checksum()).isEqualTo(0xABCD);
        assertThat(udp).hasToString("UdpDatagram[5353 > 53 length=12]");

        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
        udp.wrap(buffer, 0, 8).header(65_535, 53, 8);
        assertThat(buffer.byteArray()).isEqualTo(Bytes.hex("ffff 0035 0008 0000"));
        assertThat(udp.checksum(0xFFFF).checksum()).isEqualTo(0xFFFF);
    }

    @Test
    void shouldBeValidOnlyWhenEightBytesAreThere() {
        for (int length = 0; length <= 12; length++) {
            udp.wrap(Bytes.atEnd(Golden.UDP, length, 0), 0, length);
            icmp.wrap(Bytes.atEnd(Golden.ICMP_TOO_BIG, length, 0), 0, length);
            assertThat(udp.isValid()).as("UDP of %d bytes", length).isEqualTo(length >= 8);
            assertThat(icmp.isValid()).as("ICMP of %d bytes", length).isEqualTo(length >= 8);
        }
        assertThat(udp.wrap(Bytes.copy(Golden.UDP), 0, 7)).hasToString("UdpDatagram[cut at 7 bytes]");
        assertThat(icmp.wrap(Bytes.copy(Golden.UDP), 0, 7)).hasToString("IcmpMessage[cut at 7 bytes]");
    }

    @Test
    void shouldFindQuotedPacketInIcmpError() {
        final byte[] bytes = Golden.ICMP_TOO_BIG;
        final UnsafeBuffer buffer = Bytes.atEnd(bytes, bytes.length, 20);
        icmp.wrap(buffer, 20, bytes.length);

        assertThat(icmp.isValid()).isTrue();
        assertThat(icmp.type()).isEqualTo(IcmpMessage.DESTINATION_UNREACHABLE);
        assertThat(icmp.code()).isEqualTo(4);
        assertThat(icmp.isError()).isTrue();
        assertThat(icmp.quotedIndex()).isEqualTo(28);
        assertThat(icmp.quotedLength()).isEqualTo(28);
        assertThat(buffer.getByte(icmp.quotedIndex())).isEqualTo((byte) 0x45);
        assertThat(icmp).hasToString("IcmpMessage[type=3 code=4]");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 11, 12})
    void shouldCallTheseTypesErrors(final int type) {
        assertThat(ofType(type).isError()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 8, 13, 14, 128, 255})
    void shouldNotCallOtherTypesErrors(final int type) {
        assertThat(ofType(type).isError()).isFalse();
        assertThat(icmp.type()).isEqualTo(type);
    }

    private IcmpMessage ofType(final int type) {
        final byte[] bytes = Arrays.copyOf(Golden.ICMP_TOO_BIG, 8);
        bytes[0] = (byte) type;
        return icmp.wrap(Bytes.copy(bytes), 0, 8);
    }
}
