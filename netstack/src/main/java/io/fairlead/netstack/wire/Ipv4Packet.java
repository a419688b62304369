package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * IPv4 header (RFC 791).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+-------------------------------+
 *  |Version|  IHL  |Type of service|         Total length          |
 *  +-------+-------+---------------+-----+-------------------------+
 *  |        Identification         |Flags|     Fragment offset     |
 *  +---------------+---------------+-----+-------------------------+
 *  |      TTL      |   Protocol    |        Header checksum        |
 *  +---------------+---------------+-------------------------------+
 *  |                        Source address                         |
 *  +---------------------------------------------------------------+
 *  |                     Destination address                       |
 *  +---------------------------------------------------------------+
 *  |                    Options ...                                |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>{@link #isValid} promises that header and total length lie inside the bytes that are there; padding behind the total length is
 * allowed. Not thread-safe, allocates nothing.
 */
public final class Ipv4Packet {

    /** Bytes of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    private static final int VERSION_IHL_FIELD_OFFSET = 0;
    private static final int TOS_FIELD_OFFSET = 1;
    private static final int TOTAL_LENGTH_FIELD_OFFSET = 2;
    private static final int IDENTIFICATION_FIELD_OFFSET = 4;
    private static final int FRAGMENT_FIELD_OFFSET = 6;
    private static final int TTL_FIELD_OFFSET = 8;
    private static final int PROTOCOL_FIELD_OFFSET = 9;
    private static final int CHECKSUM_FIELD_OFFSET = 10;
    private static final int SOURCE_FIELD_OFFSET = 12;
    private static final int DESTINATION_FIELD_OFFSET = 16;

    private static final int VERSION = 4;

    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int MORE_FRAGMENTS_AND_OFFSET = 0x3FFF;
    private static final int FRAGMENT_OFFSET = 0x1FFF;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;
    private int headerLength;
    private int totalLength;

    /**
     * Looks at the packet at {@code packetOffset}.
     *
     * @param packetBuffer that holds it
     * @param packetOffset of its first byte
     * @param availableLength bytes that are there, padding included
     * @return this
     */
    public Ipv4Packet wrap(final MutableDirectBuffer packetBuffer, final int packetOffset, final int availableLength) {
        buffer = packetBuffer;
        offset = packetOffset;
        available = availableLength;
        headerLength = 0;
        totalLength = 0;
        if (availableLength >= MIN_HEADER_LENGTH) {
            final int first = packetBuffer.getInt(packetOffset, BIG_ENDIAN);
            headerLength = first >>> 28 == VERSION ? (first >>> 24 & 0x0F) << 2 : 0;
            totalLength = first & 0xFFFF;
        }
        return this;
    }

    /**
     * Is this version 4, with a header and total length that fit into what is there? The header checksum is not looked at: that is
     * {@link #isChecksumValid}.
     *
     * @return false if cut or inconsistent
     */
    public boolean isValid() {
        return headerLength >= MIN_HEADER_LENGTH && headerLength <= totalLength && totalLength <= available;
    }

    /**
     * Does the header checksum hold?
     *
     * @return true if it does
     */
    public boolean isChecksumValid() {
        return InternetChecksum.of(buffer, offset, headerLength()) == 0;
    }

    /**
     * Writes a header without options, fragmentation or identification, and its checksum.
     *
     * @param tos type of service byte
     * @param ttl time to live
     * @param protocol number
     * @param source address
     * @param destination address
     * @param totalLength header and payload, in bytes
     * @return this
     */
    public Ipv4Packet header(
            final int tos,
            final int ttl,
            final int protocol,
            final int source,
            final int destination,
            final int totalLength) {
        headerLength = MIN_HEADER_LENGTH;
        this.totalLength = totalLength;
        buffer.putByte(offset + VERSION_IHL_FIELD_OFFSET, (byte) 0x45);
        buffer.putByte(offset + TOS_FIELD_OFFSET, (byte) tos);
        buffer.putShort(offset + TOTAL_LENGTH_FIELD_OFFSET, (short) totalLength, BIG_ENDIAN);
        buffer.putInt(offset + IDENTIFICATION_FIELD_OFFSET, 0, BIG_ENDIAN);
        buffer.putByte(offset + TTL_FIELD_OFFSET, (byte) ttl);
        buffer.putByte(offset + PROTOCOL_FIELD_OFFSET, (byte) protocol);
        buffer.putInt(offset + SOURCE_FIELD_OFFSET, source, BIG_ENDIAN);
        buffer.putInt(offset + DESTINATION_FIELD_OFFSET, destination, BIG_ENDIAN);
        return updateChecksum();
    }

    /**
     * Sets the identification and recomputes the header checksum.
     *
     * @param identification 16 bits
     * @return this
     */
    public Ipv4Packet identification(final int identification) {
        buffer.putShort(offset + IDENTIFICATION_FIELD_OFFSET, (short) identification, BIG_ENDIAN);
        return updateChecksum();
    }

    private Ipv4Packet updateChecksum() {
        checksum(0);
        return checksum(InternetChecksum.of(buffer, offset, headerLength()));
    }

    /**
     * Bytes of the header, options included, as it was when the packet was wrapped or the header written.
     *
     * @return 0 to 60; 0 if it is not of version 4 or cut
     */
    public int headerLength() {
        return headerLength;
    }

    /**
     * Bytes of header and payload, as it was when the packet was wrapped or the header written.
     *
     * @return 0 to 65535; 0 if the header is cut
     */
    public int totalLength() {
        return totalLength;
    }

    /**
     * Type of service (DSCP and ECN).
     *
     * @return 8 bits
     */
    public int tos() {
        return buffer.getByte(offset + TOS_FIELD_OFFSET) & 0xFF;
    }

    /**
     * Time to live.
     *
     * @return 8 bits
     */
    public int ttl() {
        return buffer.getByte(offset + TTL_FIELD_OFFSET) & 0xFF;
    }

    /**
     * The protocol number.
     *
     * @return 8 bits, see {@link IpProtocol}
     */
    public int protocol() {
        return buffer.getByte(offset + PROTOCOL_FIELD_OFFSET) & 0xFF;
    }

    /**
     * What all fragments of a datagram have in common, with addresses and protocol.
     *
     * @return 16 bits
     */
    public int identification() {
        return buffer.getShort(offset + IDENTIFICATION_FIELD_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Is this a fragment, first ones included?
     *
     * @return true if more fragments follow or the offset is not 0
     */
    public boolean isFragment() {
        return (buffer.getShort(offset + FRAGMENT_FIELD_OFFSET, BIG_ENDIAN) & MORE_FRAGMENTS_AND_OFFSET) != 0;
    }

    /**
     * Do other fragments of the datagram follow behind this one's data?
     *
     * @return false for the last fragment and for a whole packet
     */
    public boolean hasMoreFragments() {
        return (buffer.getShort(offset + FRAGMENT_FIELD_OFFSET, BIG_ENDIAN) & MORE_FRAGMENTS) != 0;
    }

    /**
     * The fragment offset.
     *
     * @return in bytes; 0 for a first fragment and for a whole packet
     */
    public int fragmentOffset() {
        return (buffer.getShort(offset + FRAGMENT_FIELD_OFFSET, BIG_ENDIAN) & FRAGMENT_OFFSET) << 3;
    }

    /**
     * The header checksum.
     *
     * @return 16 bits
     */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_FIELD_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Sets the header checksum.
     *
     * @param checksum 16 bits
     * @return this
     */
    public Ipv4Packet checksum(final int checksum) {
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * The source address.
     *
     * @return see {@link Ipv4Address}
     */
    public int source() {
        return buffer.getInt(offset + SOURCE_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * Replaces the source address and updates the header checksum (RFC 1624). The checksum of what is inside is the caller's.
     *
     * @param address new source
     * @return this
     */
    public Ipv4Packet rewriteSource(final int address) {
        return rewrite(SOURCE_FIELD_OFFSET, address);
    }

    /**
     * The destination address.
     *
     * @return see {@link Ipv4Address}
     */
    public int destination() {
        return buffer.getInt(offset + DESTINATION_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * Replaces the destination address and updates the header checksum (RFC 1624). The checksum of what is inside is the caller's.
     *
     * @param address new destination
     * @return this
     */
    public Ipv4Packet rewriteDestination(final int address) {
        return rewrite(DESTINATION_FIELD_OFFSET, address);
    }

    private Ipv4Packet rewrite(final int fieldOffset, final int address) {
        final int before = buffer.getInt(offset + fieldOffset, BIG_ENDIAN);
        buffer.putInt(offset + fieldOffset, address, BIG_ENDIAN);
        return checksum(InternetChecksum.update32(checksum(), before, address));
    }

    /**
     * The index of the payload in the wrapped buffer.
     *
     * @return an index into the buffer, not relative to the packet
     */
    public int payloadIndex() {
        return offset + headerLength();
    }

    /**
     * Bytes behind the header, padding of the frame excluded.
     *
     * @return length in bytes
     */
    public int payloadLength() {
        return totalLength() - headerLength();
    }

    @Override
    public String toString() {
        if (!isValid()) {
            return "Ipv4Packet[not valid, " + available + " bytes]";
        }
        return "Ipv4Packet[" + Ipv4Address.format(source()) + " > " + Ipv4Address.format(destination()) + " protocol="
                + protocol() + " ttl=" + ttl() + " length=" + totalLength() + "]";
    }
}
