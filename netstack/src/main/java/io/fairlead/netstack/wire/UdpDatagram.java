package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * UDP header (RFC 768).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          Source port          |       Destination port        |
 *  +-------------------------------+-------------------------------+
 *  |            Length             |           Checksum            |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Not thread-safe, allocates nothing.
 */
public final class UdpDatagram {

    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 8;

    /** Offset of the checksum; 0 there means that the sender computed none. */
    public static final int CHECKSUM_FIELD_OFFSET = 6;

    private static final int SOURCE_PORT_FIELD_OFFSET = 0;
    private static final int DESTINATION_PORT_FIELD_OFFSET = 2;
    private static final int LENGTH_FIELD_OFFSET = 4;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;

    /**
     * Looks at the datagram at {@code datagramOffset}.
     *
     * @param datagramBuffer that holds it
     * @param datagramOffset of its first byte
     * @param availableLength bytes of the IP payload
     * @return this
     */
    public UdpDatagram wrap(
            final MutableDirectBuffer datagramBuffer, final int datagramOffset, final int availableLength) {
        buffer = datagramBuffer;
        offset = datagramOffset;
        available = availableLength;
        return this;
    }

    /**
     * Is the header there? The length field is not held against what is there, because a first fragment names the whole datagram.
     *
     * @return false if cut
     */
    public boolean isValid() {
        return available >= HEADER_LENGTH;
    }

    /**
     * Writes the header; the checksum is left 0.
     *
     * @param sourcePort 16 bits
     * @param destinationPort 16 bits
     * @param length of header and payload in bytes
     * @return this
     */
    public UdpDatagram header(final int sourcePort, final int destinationPort, final int length) {
        u16(SOURCE_PORT_FIELD_OFFSET, sourcePort);
        u16(DESTINATION_PORT_FIELD_OFFSET, destinationPort);
        u16(LENGTH_FIELD_OFFSET, length);
        u16(CHECKSUM_FIELD_OFFSET, 0);
        return this;
    }

    /**
     * Sets both ports; the checksum is the caller's.
     *
     * @param sourcePort 16 bits
     * @param destinationPort 16 bits
     * @return this
     */
    public UdpDatagram ports(final int sourcePort, final int destinationPort) {
        u16(SOURCE_PORT_FIELD_OFFSET, sourcePort);
        u16(DESTINATION_PORT_FIELD_OFFSET, destinationPort);
        return this;
    }

    /**
     * The source port.
     *
     * @return 16 bits
     */
    public int sourcePort() {
        return u16(SOURCE_PORT_FIELD_OFFSET);
    }

    /**
     * The destination port.
     *
     * @return 16 bits
     */
    public int destinationPort() {
        return u16(DESTINATION_PORT_FIELD_OFFSET);
    }

    /**
     * Bytes of header and payload, as the sender says.
     *
     * @return 16 bits
     */
    public int length() {
        return u16(LENGTH_FIELD_OFFSET);
    }

    /**
     * The checksum.
     *
     * @return 16 bits; 0 if there is none
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
    public UdpDatagram checksum(final int checksum) {
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
            return "UdpDatagram[cut at " + available + " bytes]";
        }
        return "UdpDatagram[" + sourcePort() + " > " + destinationPort() + " length=" + length() + "]";
    }
}
