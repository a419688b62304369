package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The Internet checksum (RFC 1071) in full, and its incremental update (RFC 1624, equation 3).
 *
 * <p>A <em>sum</em> is the running one's complement sum, unfolded, in a {@code long}; a <em>checksum</em> is the folded complement
 * as it stands in a header, in the low 16 bits of an {@code int}. Nothing here allocates.
 */
public final class InternetChecksum {

    private InternetChecksum() {}

    /**
     * Adds {@code length} bytes to a sum. An odd last byte counts as the high half of a word, so only the last part may be odd.
     *
     * @param sum so far, 0 to begin with
     * @param buffer to read from
     * @param index of the first byte
     * @param length in bytes
     * @return the new sum
     */
    public static long add(final long sum, final DirectBuffer buffer, final int index, final int length) {
        long total = sum;
        int position = index;
        final int end = index + length;
        // 32-bit words: their halves add up to the same one's complement sum after folding
        for (; position + 4 <= end; position += 4) {
            total += buffer.getInt(position, BIG_ENDIAN) & 0xFFFF_FFFFL;
        }
        if (position + 2 <= end) {
            total += buffer.getShort(position, BIG_ENDIAN) & 0xFFFFL;
            position += 2;
        }
        if (position < end) {
            total += (buffer.getByte(position) & 0xFFL) << 8;
        }
        return total;
    }

    /**
     * The sum of the IPv4 pseudo-header (RFC 9293 section 3.1).
     *
     * @param source address
     * @param destination address
     * @param protocol number
     * @param length of what follows the IP header, in bytes
     * @return the sum
     */
    public static long pseudoHeader(final int source, final int destination, final int protocol, final int length) {
        return (source & 0xFFFF_FFFFL) + (destination & 0xFFFF_FFFFL) + protocol + length;
    }

    /**
     * The sum of the IPv6 pseudo-header (RFC 8200 section 8.1).
     *
     * @param sourceHigh first eight bytes of the source address, see {@link Ipv6Address}
     * @param sourceLow its last eight bytes
     * @param destinationHigh first eight bytes of the destination address
     * @param destinationLow its last eight bytes
     * @param protocol of the upper layer, not an extension header
     * @param length of the upper-layer header and data, in bytes
     * @return the sum
     */
    public static long pseudoHeader(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int protocol,
            final int length) {
        return halves(sourceHigh)
                + halves(sourceLow)
                + halves(destinationHigh)
                + halves(destinationLow)
                + protocol
                + length;
    }

    /**
     * An address of 128 bits as one of 32 that counts the same in a sum, so that one update does for all of it. It is 0 for the address of zeros alone.
     *
     * @param high first eight bytes, see {@link Ipv6Address}
     * @param low last eight bytes
     * @return 32 bits, for {@link #update32} and {@link #updatePartial32}
     */
    public static int addressSum(final long high, final long low) {
        long sum = halves(high) + halves(low);
        sum = halves(sum);
        return (int) halves(sum);
    }

    private static long halves(final long value) {
        return (value >>> 32) + (value & 0xFFFF_FFFFL);
    }

    /**
     * Folds a sum and complements it.
     *
     * @param sum to fold
     * @return the checksum as it stands in a header; verifying a sum that covers a right checksum gives 0
     */
    public static int fold(final long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFF_FFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFFL);
        return (int) ~folded & 0xFFFF;
    }

    /**
     * The checksum of {@code length} bytes.
     *
     * @param buffer to read from
     * @param index of the first byte
     * @param length in bytes
     * @return the checksum
     */
    public static int of(final DirectBuffer buffer, final int index, final int length) {
        return fold(add(0, buffer, index, length));
    }

    /**
     * Updates a checksum for a 16-bit field that changes: HC' = ~(~HC + ~m + m'), RFC 1624 equation 3.
     *
     * @param checksum before
     * @param before the field's old value, low 16 bits
     * @param after the field's new value, low 16 bits
     * @return the new checksum
     */
    public static int update16(final int checksum, final int before, final int after) {
        return fold((~checksum & 0xFFFFL) + (~before & 0xFFFFL) + (after & 0xFFFFL));
    }

    /**
     * Updates a checksum for a 32-bit field that changes.
     *
     * @param checksum before
     * @param before the field's old value
     * @param after the field's new value
     * @return the new checksum
     */
    public static int update32(final int checksum, final int before, final int after) {
        return fold((~checksum & 0xFFFFL) + (~before & 0xFFFF_FFFFL) + (after & 0xFFFF_FFFFL));
    }

    /**
     * Updates a folded sum that was not complemented, as it stands where a checksum is partial (see {@link VirtioNetHeader}), for a 32-bit field of what it covers.
     *
     * @param partial sum before, 16 bits
     * @param before the field's old value
     * @param after the field's new value
     * @return the new sum, 16 bits
     */
    public static int updatePartial32(final int partial, final int before, final int after) {
        return ~update32(~partial, before, after) & 0xFFFF;
    }
}
