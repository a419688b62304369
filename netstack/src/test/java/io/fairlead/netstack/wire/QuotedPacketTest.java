package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedPacketTest {

    /** TCP from 10.51.0.11:49152 to 10.51.0.100:9090, cut behind the sequence number (RFC 792). */
    private static final byte[] IPV4 =
            Bytes.hex("4500 05dc 0001 4000 4006 20a9 0a33 000b 0a33 0064 c000 2382 1234 5678");

    /** UDP from [2001:db8::b]:5353 to [2001:db8::64]:443 with its first data. */
    private static final byte[] IPV6 = Bytes.hex("""
            6000 0000 0500 1140 2001 0db8 0000 0000 0000 0000 0000 000b 2001 0db8 0000 0000 0000 0000 0000 0064
            14e9 01bb 0500 abcd 0102 0304
            """);

    private final QuotedPacket packet = new QuotedPacket();

    private QuotedPacket wrap(final byte[] bytes, final boolean isIpv6) {
        return packet.wrap(Bytes.copy(bytes), 0, bytes.length, isIpv6);
    }

    @Test
    void shouldNameTheFlowOfIpv4() {
        wrap(IPV4, false);

        assertThat(packet.isValid()).isTrue();
        assertThat(packet.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(IpAddress.ofMapped(packet.sourceHigh(), packet.sourceLow())).hasToString("10.51.0.11");
        assertThat(IpAddress.ofMapped(packet.destinationHigh(), packet.destinationLow()))
                .hasToString("10.51.0.100");
        assertThat(packet.sourcePort()).isEqualTo(49_152);
        assertThat(packet.destinationPort()).isEqualTo(9090);
    }

    @Test
    void shouldNameTheFlowOfIpv6() {
        wrap(IPV6, true);

        assertThat(packet.isValid()).isTrue();
        assertThat(packet.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(IpAddress.ofMapped(packet.sourceHigh(), packet.sourceLow())).hasToString("2001:db8::b");
        assertThat(IpAddress.ofMapped(packet.destinationHigh(), packet.destinationLow()))
                .hasToString("2001:db8::64");
        assertThat(packet.sourcePort()).isEqualTo(5353);
        assertThat(packet.destinationPort()).isEqualTo(443);
    }

    @Test
    void shouldBeValidOnlyWhenThePortsAreThere() {
        for (int length = 0; length <= IPV4.length; length++) {
            assertThat(packet.wrap(Bytes.atEnd(IPV4, length, 4), 4, length, false)
                            .isValid())
                    .as("%d bytes of IPv4", length)
                    .isEqualTo(length >= 24);
        }
        for (int length = 0; length <= IPV6.length; length++) {
            assertThat(packet.wrap(Bytes.atEnd(IPV6, length, 4), 4, length, true)
                            .isValid())
                    .as("%d bytes of IPv6", length)
                    .isEqualTo(length >= 44);
        }
    }

    @Test
    void shouldFindThePortsBehindOptions() {
        final byte[] bytes = Bytes.hex("46c0 0028 0000 4000 0111 0000 0a33 0002 0a33 0064 9404 0000 14e9 0035");

        assertThat(wrap(bytes, false).isValid()).isTrue();
        assertThat(packet.sourcePort()).isEqualTo(5353);
        assertThat(packet.destinationPort()).isEqualTo(53);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name, is IPv6, offset, value, valid
        "first fragment, false, 6, 20, true",
        "later fragment, false, 7, 01, false",
        "later fragment far behind, false, 6, 10, false",
        "ICMP, false, 9, 01, false",
        "header below five words, false, 0, 44, false",
        "header beyond what is there, false, 0, 4f, false",
        "IPv6 by ICMP, false, 0, 60, false",
        "IPv4 by ICMPv6, true, 0, 45, false",
        "extension header, true, 6, 2c, false",
        "TCP, true, 6, 06, true"
    })
    void shouldJudgeTheHeader(
            final String name, final boolean isIpv6, final int offset, final String value, final boolean valid) {
        final byte[] bytes = (isIpv6 ? IPV6 : IPV4).clone();
        bytes[offset] = (byte) Integer.parseInt(value, 16);

        assertThat(wrap(bytes, isIpv6).isValid()).isEqualTo(valid);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 24})
    void shouldNotTakeAnIpv4MappedAddressForOneOfIpv4(final int addressOffset) {
        final byte[] bytes = IPV6.clone();
        System.arraycopy(Bytes.hex("00000000000000000000ffff0a33000b"), 0, bytes, addressOffset, 16);

        assertThat(wrap(bytes, true).isValid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldChangeNothingButThePorts(final boolean isIpv6) {
        final byte[] before = isIpv6 ? IPV6 : IPV4;
        final UnsafeBuffer buffer = Bytes.copy(before);

        packet.wrap(buffer, 0, before.length, isIpv6).ports(0xFFFE, 0x0102);

        final byte[] expected = before.clone();
        System.arraycopy(Bytes.hex("fffe0102"), 0, expected, isIpv6 ? 40 : 20, 4);
        assertThat(buffer.byteArray()).isEqualTo(expected);
        assertThat(packet.sourcePort()).isEqualTo(0xFFFE);
        assertThat(packet.destinationPort()).isEqualTo(0x0102);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldChangeNothingButTheAddressOfIpv6(final boolean isSource) {
        final byte[] before = new byte[44];
        new Random(6).nextBytes(before);
        before[0] = 0x60;
        before[6] = IpProtocol.TCP;
        final UnsafeBuffer buffer = Bytes.copy(before);
        packet.wrap(buffer, 0, before.length, true);

        if (isSource) {
            packet.rewriteIpv6Source(0x2001_0DB8_0051_0000L, 2);
        } else {
            packet.rewriteIpv6Destination(0x2001_0DB8_0051_0000L, 2);
        }

        final byte[] address = Bytes.hex("20010db8 00510000 00000000 00000002");
        final byte[] expected = before.clone();
        System.arraycopy(address, 0, expected, isSource ? 8 : 24, address.length);
        assertThat(buffer.byteArray()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLeaveTheSumOfAllBytesWhenAnAddressIsRewritten(final long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            final byte[] before = IPV4.clone();
            random.nextBytes(before);
            before[0] = 0x45;
            before[6] = 0;
            before[7] = 0;
            before[9] = IpProtocol.UDP;
            withChecksum(before);
            final UnsafeBuffer buffer = Bytes.copy(before);
            final int address = random.nextInt();
            final boolean isSource = random.nextBoolean();
            packet.wrap(buffer, 0, before.length, false);

            if (isSource) {
                packet.rewriteIpv4Source(address);
            } else {
                packet.rewriteIpv4Destination(address);
            }

            final byte[] expected = before.clone();
            new UnsafeBuffer(expected).putInt(isSource ? 12 : 16, address, BIG_ENDIAN);
            withChecksum(expected);
            final String which = "seed " + seed + " packet " + i + " " + Arrays.toString(before);
            assertThat(buffer.byteArray()).as(which).isEqualTo(expected);
            assertThat(InternetChecksum.of(buffer, 0, before.length))
                    .as(which)
                    .isEqualTo(InternetChecksum.of(new UnsafeBuffer(before), 0, before.length));
        }
    }

    private static void withChecksum(final byte[] header) {
        header[10] = 0;
        header[11] = 0;
        final int checksum = InternetChecksum.of(new UnsafeBuffer(header), 0, 20);
        header[10] = (byte) (checksum >>> 8);
        header[11] = (byte) checksum;
    }
}
