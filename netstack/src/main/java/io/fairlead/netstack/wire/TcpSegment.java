package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * TCP header (RFC 9293 section 3.1), as far as a stack that forwards needs it.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          Source port          |       Destination port        |
 *  +-------------------------------+-------------------------------+
 *  |                        Sequence number                        |
 *  +---------------------------------------------------------------+
 *  |                    Acknowledgment number                      |
 *  +-------+-------+---------------+-------------------------------+
 *  | Offset| Rsrvd |     Flags     |            Window             |
 *  +-------+-------+---------------+-------------------------------+
 *  |           Checksum            |        Urgent pointer         |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Not thread-safe, allocates nothing.
 */
public final class TcpSegment {

    /** Bytes of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    /** Offset of the source port. */
    public static final int SOURCE_PORT_FIELD_OFFSET = 0;

    /** Offset of the destination port. */
    public static final int DESTINATION_PORT_FIELD_OFFSET = 2;

    /** Offset of the checksum. */
    public static final int CHECKSUM_FIELD_OFFSET = 16;

    /** No more data from the sender. */
    public static final int FIN = 0x01;

    /** Synchronise sequence numbers. */
    public static final int SYN = 0x02;

    /** Reset the connection. */
    public static final int RST = 0x04;

    /** Push. */
    public static final int PSH = 0x08;

    /** The acknowledgment number counts. */
    public static final int ACK = 0x10;

    private static final int SEQUENCE_FIELD_OFFSET = 4;
    private static final int ACKNOWLEDGMENT_FIELD_OFFSET = 8;
    private static final int DATA_OFFSET_FIELD_OFFSET = 12;
    private static final int WINDOW_FIELD_OFFSET = 14;
    private static final int URGENT_FIELD_OFFSET = 18;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;
    private int ports;
    private int headerLengthAndFlags;

    /**
     * Looks at the segment at {@code segmentOffset}.
     *
     * @param segmentBuffer that holds it
     * @param segmentOffset of its first byte
     * @param availableLength bytes of the IP payload
     * @return this
     */
    public TcpSegment wrap(
            final MutableDirectBuffer segmentBuffer, final int segmentOffset, final int availableLength) {
        buffer = segmentBuffer;
        offset = segmentOffset;
        available = availableLength;
        if (availableLength >= MIN_HEADER_LENGTH) {
            ports = segmentBuffer.getInt(segmentOffset, BIG_ENDIAN);
            headerLengthAndFlags = segmentBuffer.getShort(segmentOffset + DATA_OFFSET_FIELD_OFFSET, BIG_ENDIAN);
        }
        return this;
    }

    /**
     * Does the header fit into what is there?
     *
     * @return false if cut or with a data offset outside the segment
     */
    public boolean isValid() {
        return available >= MIN_HEADER_LENGTH && headerLength() >= MIN_HEADER_LENGTH && headerLength() <= available;
    }

    /**
     * Writes a header without options; the checksum is left 0.
     *
     * @param sourcePort 16 bits
     * @param destinationPort 16 bits
     * @param sequence number
     * @param acknowledgment number
     * @param flags see {@link #SYN} and its siblings
     * @param window 16 bits
     * @return this
     */
    public TcpSegment header(
            final int sourcePort,
            final int destinationPort,
            final int sequence,
            final int acknowledgment,
            final int flags,
            final int window) {
        ports(sourcePort, destinationPort);
        buffer.putInt(offset + SEQUENCE_FIELD_OFFSET, sequence, BIG_ENDIAN);
        buffer.putInt(offset + ACKNOWLEDGMENT_FIELD_OFFSET, acknowledgment, BIG_ENDIAN);
        headerLengthAndFlags = (MIN_HEADER_LENGTH / 4) << 12 | (flags & 0xFF);
        u16(DATA_OFFSET_FIELD_OFFSET, headerLengthAndFlags);
        u16(WINDOW_FIELD_OFFSET, window);
        u16(CHECKSUM_FIELD_OFFSET, 0);
        u16(URGENT_FIELD_OFFSET, 0);
        return this;
    }

    /**
     * Sets both ports; the checksum is the caller's.
     *
     * @param sourcePort 16 bits
     * @param destinationPort 16 bits
     * @return this
     */
    public TcpSegment ports(final int sourcePort, final int destinationPort) {
        ports = sourcePort << Short.SIZE | (destinationPort & 0xFFFF);
        buffer.putInt(offset + SOURCE_PORT_FIELD_OFFSET, ports, BIG_ENDIAN);
        return this;
    }

    /**
     * The source port.
     *
     * @return 16 bits
     */
    public int sourcePort() {
        return ports >>> Short.SIZE;
    }

    /**
     * The destination port.
     *
     * @return 16 bits
     */
    public int destinationPort() {
        return ports & 0xFFFF;
    }

    /**
     * The sequence number.
     *
     * @return 32 bits
     */
    public int sequence() {
        return buffer.getInt(offset + SEQUENCE_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * The acknowledgment number.
     *
     * @return 32 bits
     */
    public int acknowledgment() {
        return buffer.getInt(offset + ACKNOWLEDGMENT_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * Bytes of the header, options included.
     *
     * @return 0 to 60
     */
    public int headerLength() {
        return (headerLengthAndFlags & 0xF000) >>> 10;
    }

    /**
     * The eight flags.
     *
     * @return see {@link #SYN} and its siblings
     */
    public int flags() {
        return headerLengthAndFlags & 0xFF;
    }

    /**
     * Does this segment open a connection, SYN without ACK?
     *
     * @return true for the first segment of a handshake
     */
    public boolean isOpening() {
        return isOpening(flags());
    }

    /**
     * Are these the flags of a segment that asks for a new connection?
     *
     * @param flags of a segment
     * @return true for the first segment of a handshake
     */
    public static boolean isOpening(final int flags) {
        return (flags & (SYN | ACK | RST)) == SYN;
    }

    /**
     * The checksum.
     *
     * @return 16 bits
     */
    public int checksum() {
        return u16(CHECKSUM_FIELD_OFFSET);
    }

    /**
     * Sets the checksum.
     *
     * @param checksum 16 bits
     * @return this
     */
    public TcpSegment checksum(final int checksum) {
        u16(CHECKSUM_FIELD_OFFSET, checksum);
        return this;
    }

    private int u16(final int fieldOffset) {
        return buffer.getShort(offset + fieldOffset, BIG_ENDIAN) & 0xFFFF;
    }

    private void u16(final int fieldOffset, final int value) {
        buffer.putShort(offset + fieldOffset, (short) value, BIG_ENDIAN);
    }

    @Override
    public String toString() {
        if (!isValid()) {
            return "TcpSegment[not valid, " + available + " bytes]";
        }
        return "TcpSegment[" + sourcePort() + " > " + destinationPort() + " flags=0x" + Integer.toHexString(flags())
                + " seq=" + Integer.toUnsignedString(sequence()) + " ack="
                + Integer.toUnsignedString(acknowledgment()) + "]";
    }
}
