package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv4PacketTest {

    private static final byte[] VRRP = Arrays.copyOfRange(Golden.VRRP_FRAME, 14, 54);

    private final Ipv4Packet packet = new Ipv4Packet();

    @Test
    void shouldReadAdvertOfKeepalived() {
        packet.wrap(Bytes.atEnd(VRRP, 40, 14), 14, 40);

        assertThat(packet.isValid()).isTrue();
        assertThat(packet.isChecksumValid()).isTrue();
        assertThat(packet.headerLength()).isEqualTo(20);
        assertThat(packet.totalLength()).isEqualTo(40);
        assertThat(packet.tos()).isEqualTo(0xC0);
        assertThat(packet.ttl()).isEqualTo(255);
        assertThat(packet.protocol()).isEqualTo(IpProtocol.VRRP);
        assertThat(packet.checksum()).isEqualTo(0xD05E);
        assertThat(packet.source()).isEqualTo(0x0A33_0001);
        assertThat(packet.destination()).isEqualTo(0xE000_0012);
        assertThat(packet.isFragment()).isFalse();
        assertThat(packet.fragmentOffset()).isZero();
        assertThat(packet.payloadIndex()).isEqualTo(34);
        assertThat(packet.payloadLength()).isEqualTo(20);
        assertThat(packet).hasToString("Ipv4Packet[10.51.0.1 > 224.0.0.18 protocol=112 ttl=255 length=40]");
    }

    @Test
    void shouldSkipOptionsWhenHeaderHasSome() {
        packet.wrap(Bytes.copy(Golden.IPV4_WITH_OPTIONS), 0, 40);

        assertThat(packet.isValid()).isTrue();
        assertThat(packet.isChecksumValid()).isTrue();
        assertThat(packet.headerLength()).isEqualTo(24);
        assertThat(packet.payloadIndex()).isEqualTo(24);
        assertThat(packet.payloadLength()).isEqualTo(16);
    }

    @Test
    void shouldWriteHeaderOfKeepalived() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[40]);
        // what stood in the buffer before must not shine through
        buffer.setMemory(0, 20, (byte) 0xA5);

        packet.wrap(buffer, 0, 40)
                .header(0xC0, 255, IpProtocol.VRRP, 0x0A33_0001, 0xE000_0012, 40)
                .identification(1);

        assertThat(Arrays.copyOf(buffer.byteArray(), 20)).isEqualTo(Arrays.copyOf(VRRP, 20));
    }

    @Test
    void shouldBeValidOnlyWhenTotalLengthIsThere() {
        final byte[] padded = Arrays.copyOf(VRRP, 46);
        for (int length = 0; length <= padded.length; length++) {
            packet.wrap(Bytes.atEnd(padded, length, 0), 0, length);
            assertThat(packet.isValid()).as("%d bytes", length).isEqualTo(length >= 40);
        }
        assertThat(packet.payloadLength()).as("padding is no payload").isEqualTo(20);
    }

    @ParameterizedTest(name = "version and IHL {0}, total length {1}: {2}")
    @CsvSource({
        "45, 0014, true",
        "45, 0028, true",
        "45, 0029, false",
        "45, 0013, false",
        "45, 0000, false",
        "45, ffff, false",
        "44, 0028, false",
        "40, 0028, false",
        "4a, 0028, true",
        "4b, 0028, false",
        "4f, 0028, false",
        "65, 0028, false",
        "05, 0028, false",
        "c5, 0028, false"
    })
    void shouldJudgeVersionAndLengths(final String versionAndIhl, final String totalLength, final boolean valid) {
        final byte[] bytes = Bytes.hex(versionAndIhl + "00" + totalLength + "00".repeat(36));

        packet.wrap(Bytes.copy(bytes), 0, 40);

        assertThat(packet.isValid()).isEqualTo(valid);
        assertThat(packet.toString().startsWith("Ipv4Packet[not valid, 40 bytes]"))
                .isNotEqualTo(valid);
    }

    @ParameterizedTest(name = "flags and offset {0}")
    @CsvSource({
        "0000, false, false, 0",
        "4000, false, false, 0",
        "8000, false, false, 0",
        "2000, true, true, 0",
        "0001, true, false, 8",
        "1fff, true, false, 65528",
        "3fff, true, true, 65528"
    })
    void shouldTellFragments(final String field, final boolean fragment, final boolean more, final int offset) {
        final byte[] bytes = Bytes.hex("4500 0014 0000" + field + "00".repeat(12));

        packet.wrap(Bytes.copy(bytes), 0, 20);

        assertThat(packet.isFragment()).isEqualTo(fragment);
        assertThat(packet.hasMoreFragments()).isEqualTo(more);
        assertThat(packet.fragmentOffset()).isEqualTo(offset);
    }

    @Test
    void shouldNoticeEachBitThatFlipsInHeader() {
        for (int bit = 0; bit < 160; bit++) {
            final byte[] bad = Golden.IPV4_HEADER.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            // a header length that points outside is isValid's business
            if (bit / 8 != 0) {
                assertThat(packet.wrap(Bytes.copy(bad), 0, 20).isChecksumValid())
                        .as("bit %d", bit)
                        .isFalse();
            }
        }
    }

    @Test
    void shouldKeepChecksumRightAndTouchNothingElseWhenAddressesAreRewritten() {
        final long seed = 20_261_122L;
        final Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            final UnsafeBuffer buffer = randomPacket(random);
            final byte[] expected = buffer.byteArray().clone();
            final int address = interesting(random);
            final boolean source = random.nextBoolean();

            packet.wrap(buffer, 7, 64);
            assertThat(packet.isChecksumValid()).isTrue();
            final Ipv4Packet rewritten = source ? packet.rewriteSource(address) : packet.rewriteDestination(address);

            new UnsafeBuffer(expected).putInt(7 + (source ? 12 : 16), address, BIG_ENDIAN);
            expected[17] = (byte) (rewritten.checksum() >>> 8);
            expected[18] = (byte) rewritten.checksum();
            assertThat(rewritten.isChecksumValid())
                    .as("seed %d, round %d", seed, i)
                    .isTrue();
            assertThat(source ? rewritten.source() : rewritten.destination()).isEqualTo(address);
            assertThat(buffer.byteArray()).as("seed %d, round %d", seed, i).isEqualTo(expected);
        }
    }

    private static UnsafeBuffer randomPacket(final Random random) {
        final byte[] bytes = new byte[80];
        random.nextBytes(bytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final int headerWords = 5 + random.nextInt(11);
        bytes[7] = (byte) (0x40 | headerWords);
        buffer.putInt(7 + 12, interesting(random));
        buffer.putInt(7 + 16, interesting(random));
        buffer.putShort(7 + 10, (short) 0);
        buffer.putShort(7 + 10, (short) InternetChecksum.of(buffer, 7, headerWords * 4), BIG_ENDIAN);
        return buffer;
    }

    private static int interesting(final Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 0xFFFF;
            case 3 -> 0xFFFF_0000;
            default -> random.nextInt();
        };
    }
}
