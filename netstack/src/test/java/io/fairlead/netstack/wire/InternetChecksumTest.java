package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {

    private static final long SEED = 0xC0FFEEL;

    @Test
    void shouldGiveSumOfRfc1071() {
        // RFC 1071 section 3: 0001 f203 f4f5 f6f7 sum up to ddf2
        final UnsafeBuffer buffer = Bytes.copy(Bytes.hex("0001 f203 f4f5 f6f7"));

        assertThat(InternetChecksum.of(buffer, 0, 8)).isEqualTo(~0xDDF2 & 0xFFFF);
    }

    @Test
    void shouldGiveChecksumThatStandsInHeader() {
        final UnsafeBuffer buffer = Bytes.copy(Golden.IPV4_HEADER);
        assertThat(InternetChecksum.of(buffer, 0, 20)).isZero();

        buffer.putShort(10, (short) 0);
        assertThat(InternetChecksum.of(buffer, 0, 20)).isEqualTo(0xB861);
    }

    @Test
    void shouldTreatOddByteAsHighHalf() {
        final UnsafeBuffer buffer = Bytes.copy(Bytes.hex("0102 0304 05"));

        assertThat(InternetChecksum.of(buffer, 0, 5)).isEqualTo(~(0x0102 + 0x0304 + 0x0500) & 0xFFFF);
        assertThat(InternetChecksum.of(buffer, 0, 1)).isEqualTo(~0x0100 & 0xFFFF);
        assertThat(InternetChecksum.of(buffer, 0, 0)).isEqualTo(0xFFFF);
    }

    @Test
    void shouldGiveZeroNotMinusZeroInExampleOfRfc1624() {
        // RFC 1624 section 4: equation 2 of RFC 1141 gives 0xFFFF here
        assertThat(InternetChecksum.update16(0xDD2F, 0x5555, 0x3285)).isZero();
    }

    @Test
    void shouldStayTheSameWhenFieldKeepsItsValue() {
        for (int checksum = 0; checksum < 0xFFFF; checksum++) {
            assertThat(InternetChecksum.update16(checksum, 0xABCD, 0xABCD)).isEqualTo(checksum);
            assertThat(InternetChecksum.update32(checksum, 0xABCD_0001, 0xABCD_0001))
                    .isEqualTo(checksum);
        }
    }

    @Test
    void shouldFoldSumsThatCarryMoreThanOnce() {
        assertThat(InternetChecksum.fold(0)).isEqualTo(0xFFFF);
        assertThat(InternetChecksum.fold(0xFFFF)).isZero();
        assertThat(InternetChecksum.fold(0x1_FFFF)).isEqualTo(0xFFFE);
        assertThat(InternetChecksum.fold(0xFFFF_FFFFL)).isZero();
        assertThat(InternetChecksum.fold(0x7FFF_FFFF_FFFF_FFFFL)).isEqualTo(~0x7FFF & 0xFFFF);
        assertThat(InternetChecksum.fold(-1L)).isZero();
    }

    @Test
    void shouldEqualSumByBytesWhateverLengthAndAlignment() {
        final Random random = new Random(SEED);
        final byte[] bytes = new byte[2048];
        for (int round = 0; round < 5_000; round++) {
            random.nextBytes(bytes);
            final int index = random.nextInt(64);
            final int length = random.nextInt(bytes.length - index + 1);

            assertThat(InternetChecksum.of(Bytes.copy(bytes), index, length))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(byBytes(bytes, index, length));
        }
    }

    @Test
    void shouldEqualSumOfPseudoHeaderWhenAPartialChecksumIsUpdated() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 200_000; round++) {
            final int source = (edgy(random) << 16) | (edgy(random) & 0xFFFF);
            final int before = (edgy(random) << 16) | (edgy(random) & 0xFFFF);
            final int after = (edgy(random) << 16) | (edgy(random) & 0xFFFF);
            final int length = 8 + random.nextInt(65_000);

            assertThat(InternetChecksum.updatePartial32(partial(source, before, length), before, after))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(partial(source, after, length));
        }
    }

    /** Among the addresses are such whose sums are 0 or all ones, as far as they go. */
    @Test
    void shouldEqualFullRecomputationWhenAnAddressOf128BitsIsReplaced() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 200_000; round++) {
            final UnsafeBuffer packet = new UnsafeBuffer(new byte[40]);
            for (int word = 0; word < 20; word++) {
                packet.putShort(word * 2, edgy(random), BIG_ENDIAN);
            }
            packet.putByte(7, (byte) IpProtocol.TCP);
            packet.putByte(39, (byte) 1);
            final int checksum = InternetChecksum.of(packet, 0, 40);
            final int partial = ~checksum & 0xFFFF;
            final int before = addressSum(packet);
            for (int word = 12; word < 19; word++) {
                packet.putShort(word * 2, edgy(random), BIG_ENDIAN);
            }
            final int after = addressSum(packet);
            final int expected = InternetChecksum.of(packet, 0, 40);

            assertThat(InternetChecksum.update32(checksum, before, after))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
            assertThat(InternetChecksum.updatePartial32(partial, before, after))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(~expected & 0xFFFF);
        }
    }

    private static int addressSum(final UnsafeBuffer packet) {
        return InternetChecksum.addressSum(packet.getLong(24, BIG_ENDIAN), packet.getLong(32, BIG_ENDIAN));
    }

    private static int partial(final int source, final int destination, final int length) {
        return ~InternetChecksum.fold(InternetChecksum.pseudoHeader(source, destination, IpProtocol.TCP, length))
                & 0xFFFF;
    }

    @Test
    void shouldNotOverflowOnLargestPacketOfOnes() {
        final byte[] ones = new byte[65_535];
        Arrays.fill(ones, (byte) 0xFF);

        assertThat(InternetChecksum.of(new UnsafeBuffer(ones), 0, 65_535)).isEqualTo(byBytes(ones, 0, 65_535));
    }

    @Test
    void shouldEqualFullRecomputationWhenUpdatedIncrementally() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 200_000; round++) {
            final UnsafeBuffer header = new UnsafeBuffer(new byte[20]);
            for (int word = 0; word < 10; word++) {
                header.putShort(word * 2, edgy(random), BIG_ENDIAN);
            }
            // a header of nothing but zeros is none: the version is never 0
            header.putByte(0, (byte) 0x45);
            final int checksum = InternetChecksum.of(header, 0, 20);
            final int updated;
            if (random.nextBoolean()) {
                final int at = 2 + 2 * random.nextInt(9);
                final short before = header.getShort(at, BIG_ENDIAN);
                final short after = edgy(random);
                header.putShort(at, after, BIG_ENDIAN);
                // sign extension of the arguments must not matter
                updated = InternetChecksum.update16(checksum, before, after);
            } else {
                final int at = 4 + 4 * random.nextInt(4);
                final int before = header.getInt(at, BIG_ENDIAN);
                final int after = edgy(random) << 16 | (edgy(random) & 0xFFFF);
                header.putInt(at, after, BIG_ENDIAN);
                updated = InternetChecksum.update32(checksum, before, after);
            }
            assertThat(updated).as("seed %d, round %d", SEED, round).isEqualTo(InternetChecksum.of(header, 0, 20));
        }
    }

    @Test
    void shouldVerifyUdpDatagramWithPseudoHeader() {
        // 10.51.0.1:5353 > 10.51.0.2:53, payload 01 02 03
        final UnsafeBuffer buffer = Bytes.copy(Bytes.hex("14e9 0035 000b 0000 0102 03"));
        final long pseudo = InternetChecksum.pseudoHeader(0x0A33_0001, 0x0A33_0002, IpProtocol.UDP, 11);
        final byte[] whole = Bytes.hex("0a33 0001 0a33 0002 0011 000b 14e9 0035 000b 0000 0102 03");

        final int checksum = InternetChecksum.fold(InternetChecksum.add(pseudo, buffer, 0, 11));

        assertThat(checksum).isEqualTo(byBytes(whole, 0, whole.length));
        buffer.putShort(6, (short) checksum, BIG_ENDIAN);
        assertThat(InternetChecksum.fold(InternetChecksum.add(pseudo, buffer, 0, 11)))
                .isZero();
    }

    @Test
    void shouldTreatAddressesOfPseudoHeaderAsUnsigned() {
        final byte[] whole = Bytes.hex("ffff ffff c0a8 00c7 0006 ffff");

        assertThat(InternetChecksum.fold(InternetChecksum.pseudoHeader(-1, 0xC0A8_00C7, IpProtocol.TCP, 0xFFFF)))
                .isEqualTo(byBytes(whole, 0, whole.length));
    }

    @Test
    void shouldSumPseudoHeaderOfIpv6() {
        // addresses, upper-layer length in 32 bits, three zero bytes and the protocol (RFC 8200 section 8.1)
        final byte[] whole = Bytes.hex(
                "fe80 0000 0000 0000 ffff ffff ffff ffff ff02 0000 8000 0001 0000 0000 0000 0012 0001 0000 0000 003a");

        assertThat(InternetChecksum.fold(InternetChecksum.pseudoHeader(
                        0xFE80_0000_0000_0000L, -1L, 0xFF02_0000_8000_0001L, 0x12, IpProtocol.ICMPV6, 0x1_0000)))
                .isEqualTo(byBytes(whole, 0, whole.length));
    }

    /** The checksum as RFC 1071 section 4.1 computes it, a word at a time. */
    private static int byBytes(final byte[] bytes, final int index, final int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[index + i] & 0xFF) << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }

    private static short edgy(final Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> (short) 0xFFFF;
            case 2 -> (short) 0x8000;
            default -> (short) random.nextInt();
        };
    }
}
