package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Ethernet II header (IEEE 802.3) with up to two 802.1Q / 802.1ad tags.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                    Destination MAC                            |
 *  |                               +-------------------------------+
 *  |                               |        Source MAC             |
 *  +-------------------------------+                               |
 *  |                                                               |
 *  +-------------------------------+-------------------------------+
 *  |  [Tag protocol, tag control] 0..2 times                       |
 *  +-------------------------------+-------------------------------+
 *  |           EtherType           |       Payload ...
 *  +-------------------------------+
 * </pre>
 *
 * <p>{@link #wrap} reads the tags once; {@link #isValid} tells whether the frame is long enough for every accessor here.
 * Not thread-safe, allocates nothing.
 */
public final class EthernetFrame {

    /** Bytes of an untagged header. */
    public static final int HEADER_LENGTH = 14;

    /** Bytes of one 802.1Q tag. */
    public static final int TAG_LENGTH = 4;

    /** Offset of the destination MAC address. */
    public static final int DESTINATION_FIELD_OFFSET = 0;

    /** Offset of the source MAC address. */
    public static final int SOURCE_FIELD_OFFSET = 6;

    /** Offset of the EtherType of an untagged frame. */
    public static final int TYPE_FIELD_OFFSET = 12;

    private static final int MAX_TAGS = 2;

    /** Most bytes of a header. */
    public static final int MAX_HEADER_LENGTH = HEADER_LENGTH + MAX_TAGS * TAG_LENGTH;

    private static final int PACKED_TAG = 0x8000;
    private static final int PACKED_SERVICE_TAG = 0x4000;
    private static final int VLAN_ID_MASK = 0x0FFF;

    // wrapped before use; an empty buffer keeps a misuse an exception, not a crash
    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int length;
    private int payloadOffset;
    private long destination;
    private long source;
    private int etherType;
    private boolean valid;

    /**
     * Looks at the frame of {@code frameLength} bytes at {@code frameOffset}.
     *
     * @param frameBuffer that holds the frame
     * @param frameOffset of the first byte of the destination MAC
     * @param frameLength in bytes
     * @return this
     */
    public EthernetFrame wrap(final MutableDirectBuffer frameBuffer, final int frameOffset, final int frameLength) {
        buffer = frameBuffer;
        offset = frameOffset;
        length = frameLength;
        valid = false;
        etherType = 0;
        payloadOffset = HEADER_LENGTH;
        if (frameLength < HEADER_LENGTH) {
            return this;
        }
        final long first = frameBuffer.getLong(frameOffset, BIG_ENDIAN);
        destination = first >>> Short.SIZE;
        source = (first & 0xFFFF) << Integer.SIZE
                | (frameBuffer.getInt(frameOffset + Long.BYTES, BIG_ENDIAN) & 0xFFFF_FFFFL);
        int type = typeAt(frameBuffer, frameOffset + TYPE_FIELD_OFFSET);
        for (int tags = 0; isTag(type) && tags < MAX_TAGS; tags++) {
            payloadOffset += TAG_LENGTH;
            if (frameLength < payloadOffset) {
                return this;
            }
            type = typeAt(frameBuffer, frameOffset + payloadOffset - 2);
        }
        etherType = type;
        valid = true;
        return this;
    }

    private static int typeAt(final DirectBuffer buffer, final int index) {
        return buffer.getShort(index, BIG_ENDIAN) & 0xFFFF;
    }

    private static boolean isTag(final int type) {
        return type == EtherType.VLAN || type == EtherType.SERVICE_VLAN;
    }

    /**
     * Is the frame long enough for its header and tags?
     *
     * @return false if it was cut
     */
    public boolean isValid() {
        return valid;
    }

    /**
     * The destination MAC address.
     *
     * @return 48 bits
     */
    public long destination() {
        return destination;
    }

    /**
     * Sets the destination MAC address.
     *
     * @param address 48 bits
     * @return this
     */
    public EthernetFrame destination(final long address) {
        destination = address;
        MacAddress.put(buffer, offset + DESTINATION_FIELD_OFFSET, address);
        return this;
    }

    /**
     * The source MAC address.
     *
     * @return 48 bits
     */
    public long source() {
        return source;
    }

    /**
     * Sets the source MAC address.
     *
     * @param address 48 bits
     * @return this
     */
    public EthernetFrame source(final long address) {
        source = address;
        MacAddress.put(buffer, offset + SOURCE_FIELD_OFFSET, address);
        return this;
    }

    /**
     * The EtherType behind the tags.
     *
     * @return 16 bits, see {@link EtherType}
     */
    public int etherType() {
        return etherType;
    }

    /**
     * Writes the EtherType of an untagged frame, whatever stood there before: a tag of the buffer's former frame is forgotten.
     *
     * @param type 16 bits
     * @return this
     */
    public EthernetFrame etherType(final int type) {
        buffer.putShort(offset + TYPE_FIELD_OFFSET, (short) type, BIG_ENDIAN);
        etherType = type;
        payloadOffset = HEADER_LENGTH;
        valid = length >= HEADER_LENGTH;
        return this;
    }

    /**
     * The tags of the frame, to be kept and written again by {@link #header}:
     *
     * <pre>
     *   0                   1                   2                   3
     *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
     *  +-+-+-+-+-----------------------+-+-+-+-+-----------------------+
     *  |T|S| 0 |  outer VLAN identifier|T|S| 0 |  inner VLAN identifier|
     *  +-+-+-+-+-----------------------+-+-+-+-+-----------------------+
     * </pre>
     *
     * <p>T: there is such a tag; S: it is an S-tag (IEEE 802.1ad). Priorities are left out, for they are a frame's and not a VLAN's.
     *
     * @return 0 without a tag
     */
    public int tags() {
        if (!isTagged()) {
            return 0;
        }
        final int outer = packedTag(offset + TYPE_FIELD_OFFSET) << 16;
        return payloadOffset == HEADER_LENGTH + TAG_LENGTH
                ? outer
                : outer | packedTag(offset + TYPE_FIELD_OFFSET + TAG_LENGTH);
    }

    private int packedTag(final int index) {
        final int service = typeAt(buffer, index) == EtherType.SERVICE_VLAN ? PACKED_SERVICE_TAG : 0;
        return PACKED_TAG | service | (typeAt(buffer, index + 2) & VLAN_ID_MASK);
    }

    /**
     * Writes tags and EtherType, whatever stood there before; the payload begins behind them.
     *
     * @param tags see {@link #tags}
     * @param type 16 bits
     * @return this
     */
    public EthernetFrame header(final int tags, final int type) {
        payloadOffset = HEADER_LENGTH;
        putTag(tags >>> 16);
        putTag(tags & 0xFFFF);
        buffer.putShort(offset + payloadOffset - 2, (short) type, BIG_ENDIAN);
        etherType = type;
        valid = length >= payloadOffset;
        return this;
    }

    private void putTag(final int packed) {
        if ((packed & PACKED_TAG) != 0) {
            final int index = offset + payloadOffset - 2;
            final int protocol = (packed & PACKED_SERVICE_TAG) != 0 ? EtherType.SERVICE_VLAN : EtherType.VLAN;
            buffer.putShort(index, (short) protocol, BIG_ENDIAN);
            buffer.putShort(index + 2, (short) (packed & VLAN_ID_MASK), BIG_ENDIAN);
            payloadOffset += TAG_LENGTH;
        }
    }

    /**
     * Does the frame carry an 802.1Q or 802.1ad tag?
     *
     * @return true if it has at least one
     */
    public boolean isTagged() {
        return payloadOffset > HEADER_LENGTH;
    }

    /**
     * The VLAN identifier of the outermost tag.
     *
     * @return 0 to 4095; 0 without a tag
     */
    public int vlanId() {
        return isTagged() ? buffer.getShort(offset + HEADER_LENGTH, BIG_ENDIAN) & VLAN_ID_MASK : 0;
    }

    /**
     * The index of the payload in the wrapped buffer.
     *
     * @return an index into the buffer, not relative to the frame
     */
    public int payloadIndex() {
        return offset + payloadOffset;
    }

    /**
     * What follows the header and its tags, padding included.
     *
     * @return length in bytes
     */
    public int payloadLength() {
        return length - payloadOffset;
    }

    @Override
    public String toString() {
        if (!valid) {
            return "EthernetFrame[cut at " + length + " bytes]";
        }
        return "EthernetFrame[" + MacAddress.format(source()) + " > " + MacAddress.format(destination()) + " type=0x"
                + Integer.toHexString(etherType) + (isTagged() ? " vlan=" + vlanId() : "") + " length=" + length + "]";
    }
}
