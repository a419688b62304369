package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * What is left to be done for a frame: {@code struct virtio_net_hdr} of the Virtual I/O Device specification, version 1.2, section 5.1.6, without its last field
 * {@code num_buffers}. Multi-byte fields are little-endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     Flags     |   GSO type    |        Header length          |
 *  +---------------+---------------+-------------------------------+
 *  |           GSO size            |        Checksum start         |
 *  +-------------------------------+-------------------------------+
 *  |        Checksum offset        |  Ethernet frame ...
 * </pre>
 *
 * <p>With {@link #NEEDS_CHECKSUM}, the 16 bits at checksum start (counted from the frame's first byte) plus checksum offset hold no checksum but the sum of the
 * pseudo-header, not complemented; whoever has the frame last adds all bytes from checksum start on. With a GSO type, the frame is a super-frame that is
 * cut into segments of GSO size bytes of payload before it meets a wire. Ten zeros say that nothing is left to do.
 *
 * <p>Not thread-safe, allocates nothing.
 */
public final class VirtioNetHeader {

    /** Bytes of the header. */
    public static final int LENGTH = 10;

    /** Flag: the checksum is partial. */
    public static final int NEEDS_CHECKSUM = 1;

    /** GSO type: not a super-frame. */
    public static final int GSO_NONE = 0;

    /** GSO type: TCP over IPv4. */
    public static final int GSO_TCPV4 = 1;

    /** GSO type: TCP over IPv6. */
    public static final int GSO_TCPV6 = 4;

    /** GSO type: UDP, each segment a datagram of its own. */
    public static final int GSO_UDP_L4 = 5;

    private static final int FLAGS_FIELD_OFFSET = 0;
    private static final int GSO_TYPE_FIELD_OFFSET = 1;
    private static final int HEADER_LENGTH_FIELD_OFFSET = 2;
    private static final int GSO_SIZE_FIELD_OFFSET = 4;
    private static final int CHECKSUM_START_FIELD_OFFSET = 6;
    private static final int CHECKSUM_OFFSET_FIELD_OFFSET = 8;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;

    /**
     * Looks at the header at {@code headerOffset}.
     *
     * @param headerBuffer that holds {@link #LENGTH} bytes from there on
     * @param headerOffset of its first byte
     * @return this
     */
    public VirtioNetHeader wrap(final MutableDirectBuffer headerBuffer, final int headerOffset) {
        buffer = headerBuffer;
        offset = headerOffset;
        return this;
    }

    /**
     * Writes that the checksum is partial.
     *
     * @param start of the transport header, in bytes from the frame's first
     * @param checksumOffset of the checksum in the transport header, in bytes
     * @return this
     */
    public VirtioNetHeader partialChecksum(final int start, final int checksumOffset) {
        buffer.putByte(offset + FLAGS_FIELD_OFFSET, (byte) NEEDS_CHECKSUM);
        u16(CHECKSUM_START_FIELD_OFFSET, start);
        u16(CHECKSUM_OFFSET_FIELD_OFFSET, checksumOffset);
        return this;
    }

    /**
     * Writes that the frame is a super-frame.
     *
     * @param type such as {@link #GSO_TCPV4}
     * @param size of a segment's payload in bytes
     * @param headerLength of all headers that each segment begins with, in bytes
     * @return this
     */
    public VirtioNetHeader segmentation(final int type, final int size, final int headerLength) {
        buffer.putByte(offset + GSO_TYPE_FIELD_OFFSET, (byte) type);
        u16(GSO_SIZE_FIELD_OFFSET, size);
        u16(HEADER_LENGTH_FIELD_OFFSET, headerLength);
        return this;
    }

    /**
     * Is the checksum partial?
     *
     * @return true if {@link #checksumStart} and {@link #checksumOffset} say which
     */
    public boolean needsChecksum() {
        return (buffer.getByte(offset + FLAGS_FIELD_OFFSET) & NEEDS_CHECKSUM) != 0;
    }

    /**
     * Where the bytes begin that are still to be added.
     *
     * @return bytes from the frame's first
     */
    public int checksumStart() {
        return u16(CHECKSUM_START_FIELD_OFFSET);
    }

    /**
     * Where the checksum goes.
     *
     * @return bytes from {@link #checksumStart}
     */
    public int checksumOffset() {
        return u16(CHECKSUM_OFFSET_FIELD_OFFSET);
    }

    /**
     * What kind of super-frame this is.
     *
     * @return {@link #GSO_NONE} if none; the bit for explicit congestion notification is left out
     */
    public int gsoType() {
        return buffer.getByte(offset + GSO_TYPE_FIELD_OFFSET) & 0x7F;
    }

    /**
     * What a segment of a super-frame carries.
     *
     * @return bytes of payload
     */
    public int gsoSize() {
        return u16(GSO_SIZE_FIELD_OFFSET);
    }

    private int u16(final int fieldOffset) {
        return buffer.getShort(offset + fieldOffset, LITTLE_ENDIAN) & 0xFFFF;
    }

    private void u16(final int fieldOffset, final int value) {
        buffer.putShort(offset + fieldOffset, (short) value, LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return "VirtioNetHeader[needsChecksum=" + needsChecksum() + " at=" + checksumStart() + "+" + checksumOffset()
                + " gsoType=" + gsoType() + " gsoSize=" + gsoSize() + "]";
    }
}
