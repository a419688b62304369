package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * IPv6 header (RFC 8200 section 3) and the extension headers behind it.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+---------------+---------------------------------------+
 *  |Version| Traffic class |              Flow label               |
 *  +-------+---------------+-------+---------------+---------------+
 *  |        Payload length         |  Next header  |   Hop limit   |
 *  +-------------------------------+---------------+---------------+
 *  |                                                               |
 *  |                     Source address (128)                      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                                                               |
 *  |                   Destination address (128)                   |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  [Extension headers]  Upper layer ...
 * </pre>
 *
 * <p>{@link #wrap} walks once over hop-by-hop, routing, fragment and destination options headers; of a fragment that is not the first, what
 * follows its fragment header counts as upper layer. {@link #isValid} promises that the payload and each of these headers lie inside the bytes
 * that are there; padding behind the payload is allowed. Jumbograms (RFC 2675) are not valid here. Not thread-safe, allocates nothing.
 */
public final class Ipv6Packet {

    /** Bytes of the header without extension headers. */
    public static final int HEADER_LENGTH = 40;

    private static final int VERSION_FIELD_OFFSET = 0;
    private static final int PAYLOAD_LENGTH_FIELD_OFFSET = 4;
    private static final int NEXT_HEADER_FIELD_OFFSET = 6;
    private static final int HOP_LIMIT_FIELD_OFFSET = 7;
    private static final int SOURCE_FIELD_OFFSET = 8;
    private static final int DESTINATION_FIELD_OFFSET = 24;

    private static final int VERSION = 6;
    private static final int VERSION_SHIFT = 28;
    private static final int TRAFFIC_CLASS_SHIFT = 20;

    /** Extension headers are multiples of eight bytes, and eight bytes are the least. */
    private static final int EXTENSION_UNIT = 8;

    /** RFC 8200 section 4.1 knows an order with five of those that are walked over here; more is nothing but an attempt to hide. */
    private static final int MAX_EXTENSION_HEADERS = 8;

    private static final int EXTENSION_LENGTH_FIELD_OFFSET = 1;
    private static final int FRAGMENT_FIELD_OFFSET = 2;
    private static final int IDENTIFICATION_FIELD_OFFSET = 4;
    private static final int FRAGMENT_OFFSET = 0xFFF8;
    private static final int MORE_FRAGMENTS = 1;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;
    private boolean valid;
    private int upperLayerProtocol;
    private int upperLayerIndex;
    private int fragmentField;
    private int fragmentIdentification;

    /**
     * Looks at the packet at {@code packetOffset}, and reads its extension headers.
     *
     * @param packetBuffer that holds it
     * @param packetOffset of its first byte
     * @param availableLength bytes that are there, padding included
     * @return this
     */
    public Ipv6Packet wrap(final MutableDirectBuffer packetBuffer, final int packetOffset, final int availableLength) {
        buffer = packetBuffer;
        offset = packetOffset;
        available = availableLength;
        upperLayerProtocol = 0;
        upperLayerIndex = packetOffset + HEADER_LENGTH;
        fragmentField = 0;
        fragmentIdentification = 0;
        valid = availableLength >= HEADER_LENGTH
                && (packetBuffer.getByte(packetOffset) & 0xF0) == VERSION << 4
                && totalLength() <= availableLength
                && walk();
        return this;
    }

    /** Leaves protocol and index of the upper layer, and the fragment field; false if a header is cut or there are too many. */
    private boolean walk() {
        final int end = offset + totalLength();
        int header = nextHeader();
        int index = offset + HEADER_LENGTH;
        for (int headers = 0; isWalkedOver(header); headers++) {
            if (headers == MAX_EXTENSION_HEADERS || end - index < EXTENSION_UNIT) {
                return false;
            }
            final int length;
            if (header == IpProtocol.FRAGMENT) {
                length = EXTENSION_UNIT;
                fragmentField = u16(buffer, index + FRAGMENT_FIELD_OFFSET) & (FRAGMENT_OFFSET | MORE_FRAGMENTS);
                fragmentIdentification = buffer.getInt(index + IDENTIFICATION_FIELD_OFFSET, BIG_ENDIAN);
            } else {
                length = ((buffer.getByte(index + EXTENSION_LENGTH_FIELD_OFFSET) & 0xFF) + 1) * EXTENSION_UNIT;
            }
            if (end - index < length) {
                return false;
            }
            header = buffer.getByte(index) & 0xFF;
            index += length;
            if (fragmentOffset() != 0) {
                break;
            }
        }
        upperLayerProtocol = header;
        upperLayerIndex = index;
        return true;
    }

    private static boolean isWalkedOver(final int header) {
        return header == IpProtocol.HOP_BY_HOP_OPTIONS
                || header == IpProtocol.ROUTING
                || header == IpProtocol.FRAGMENT
                || header == IpProtocol.DESTINATION_OPTIONS;
    }

    private static int u16(final DirectBuffer buffer, final int index) {
        return buffer.getShort(index, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Is this version 6, with a payload that is there and a chain of headers that ends inside it?
     *
     * @return false if cut or inconsistent
     */
    public boolean isValid() {
        return valid;
    }

    /**
     * Writes a header without extension headers, with flow label 0.
     *
     * @param trafficClass 8 bits
     * @param hopLimit 8 bits
     * @param protocol of the upper layer
     * @param source address
     * @param destination address
     * @param payloadLength what follows the header, in bytes
     * @return this
     */
    public Ipv6Packet header(
            final int trafficClass,
            final int hopLimit,
            final int protocol,
            final IpAddress source,
            final IpAddress destination,
            final int payloadLength) {
        buffer.putInt(
                offset + VERSION_FIELD_OFFSET,
                VERSION << VERSION_SHIFT | trafficClass << TRAFFIC_CLASS_SHIFT,
                BIG_ENDIAN);
        buffer.putShort(offset + PAYLOAD_LENGTH_FIELD_OFFSET, (short) payloadLength, BIG_ENDIAN);
        buffer.putByte(offset + NEXT_HEADER_FIELD_OFFSET, (byte) protocol);
        buffer.putByte(offset + HOP_LIMIT_FIELD_OFFSET, (byte) hopLimit);
        rewriteSource(source.high(), source.low());
        rewriteDestination(destination.high(), destination.low());
        return wrap(buffer, offset, available);
    }

    /**
     * Traffic class (DSCP and ECN).
     *
     * @return 8 bits
     */
    public int trafficClass() {
        return buffer.getInt(offset + VERSION_FIELD_OFFSET, BIG_ENDIAN) >>> TRAFFIC_CLASS_SHIFT & 0xFF;
    }

    /**
     * Bytes of header, extension headers and upper layer.
     *
     * @return 40 to 65575
     */
    public int totalLength() {
        return HEADER_LENGTH + u16(buffer, offset + PAYLOAD_LENGTH_FIELD_OFFSET);
    }

    /**
     * What follows the header: an extension header or the upper layer.
     *
     * @return 8 bits, see {@link IpProtocol}
     */
    public int nextHeader() {
        return buffer.getByte(offset + NEXT_HEADER_FIELD_OFFSET) & 0xFF;
    }

    /**
     * Hop limit.
     *
     * @return 8 bits
     */
    public int hopLimit() {
        return buffer.getByte(offset + HOP_LIMIT_FIELD_OFFSET) & 0xFF;
    }

    /**
     * The first eight bytes of the source address.
     *
     * @return see {@link Ipv6Address}
     */
    public long sourceHigh() {
        return buffer.getLong(offset + SOURCE_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * The last eight bytes of the source address.
     *
     * @return see {@link Ipv6Address}
     */
    public long sourceLow() {
        return buffer.getLong(offset + SOURCE_FIELD_OFFSET + Long.BYTES, BIG_ENDIAN);
    }

    /**
     * The first eight bytes of the destination address.
     *
     * @return see {@link Ipv6Address}
     */
    public long destinationHigh() {
        return buffer.getLong(offset + DESTINATION_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * The last eight bytes of the destination address.
     *
     * @return see {@link Ipv6Address}
     */
    public long destinationLow() {
        return buffer.getLong(offset + DESTINATION_FIELD_OFFSET + Long.BYTES, BIG_ENDIAN);
    }

    /**
     * Replaces the source address. The checksum of what is inside covers it, and is the caller's.
     *
     * @param high first eight bytes, see {@link Ipv6Address}
     * @param low last eight bytes
     * @return this
     */
    public Ipv6Packet rewriteSource(final long high, final long low) {
        return rewrite(SOURCE_FIELD_OFFSET, high, low);
    }

    /**
     * Replaces the destination address. The checksum of what is inside covers it, and is the caller's.
     *
     * @param high first eight bytes, see {@link Ipv6Address}
     * @param low last eight bytes
     * @return this
     */
    public Ipv6Packet rewriteDestination(final long high, final long low) {
        return rewrite(DESTINATION_FIELD_OFFSET, high, low);
    }

    private Ipv6Packet rewrite(final int fieldOffset, final long high, final long low) {
        buffer.putLong(offset + fieldOffset, high, BIG_ENDIAN);
        buffer.putLong(offset + fieldOffset + Long.BYTES, low, BIG_ENDIAN);
        return this;
    }

    /**
     * Is this a fragment, first ones included? A fragment header of a packet that is whole all the same (RFC 6946) makes it none.
     *
     * @return true if more fragments follow or the offset is not 0
     */
    public boolean isFragment() {
        return fragmentField != 0;
    }

    /**
     * Do other fragments of the packet follow behind this one's data?
     *
     * @return false for the last fragment and for a whole packet
     */
    public boolean hasMoreFragments() {
        return (fragmentField & MORE_FRAGMENTS) != 0;
    }

    /**
     * The fragment offset.
     *
     * @return in bytes; 0 for a first fragment and for a whole packet
     */
    public int fragmentOffset() {
        return fragmentField & FRAGMENT_OFFSET;
    }

    /**
     * What all fragments of a packet have in common, with its addresses.
     *
     * @return 32 bits; 0 if there is no fragment header
     */
    public int fragmentIdentification() {
        return fragmentIdentification;
    }

    /**
     * The protocol behind the extension headers.
     *
     * @return 8 bits, see {@link IpProtocol}
     */
    public int upperLayerProtocol() {
        return upperLayerProtocol;
    }

    /**
     * The index of the upper layer in the wrapped buffer.
     *
     * @return an index into the buffer, not relative to the packet
     */
    public int upperLayerIndex() {
        return upperLayerIndex;
    }

    /**
     * Bytes behind the extension headers, padding of the frame excluded.
     *
     * @return length in bytes
     */
    public int upperLayerLength() {
        return offset + totalLength() - upperLayerIndex;
    }

    /**
     * The sum of the pseudo-header of this packet's upper layer, for {@link InternetChecksum#add}.
     *
     * @return the sum
     */
    public long pseudoHeader() {
        return InternetChecksum.pseudoHeader(
                sourceHigh(), sourceLow(), destinationHigh(), destinationLow(), upperLayerProtocol, upperLayerLength());
    }

    @Override
    public String toString() {
        if (!valid) {
            return "Ipv6Packet[not valid, " + available + " bytes]";
        }
        return "Ipv6Packet[" + Ipv6Address.format(sourceHigh(), sourceLow()) + " > "
                + Ipv6Address.format(destinationHigh(), destinationLow()) + " protocol=" + upperLayerProtocol
                + " hopLimit=" + hopLimit() + " length=" + totalLength() + "]";
    }
}
