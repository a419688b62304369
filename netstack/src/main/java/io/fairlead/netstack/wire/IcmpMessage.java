package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * ICMP header (RFC 792), which is that of ICMPv6 too (RFC 4443 section 2.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     Type      |     Code      |           Checksum            |
 *  +---------------+---------------+-------------------------------+
 *  |                       Rest of header                          |
 *  +---------------------------------------------------------------+
 *  |  Errors: the IP header and at least 8 bytes of what it answers ...
 * </pre>
 *
 * <p>Not thread-safe, allocates nothing.
 */
public final class IcmpMessage {

    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 8;

    /** Destination unreachable; code 4 carries the path MTU. */
    public static final int DESTINATION_UNREACHABLE = 3;

    /** Source quench, deprecated by RFC 6633. */
    public static final int SOURCE_QUENCH = 4;

    /** Time exceeded. */
    public static final int TIME_EXCEEDED = 11;

    /** Parameter problem. */
    public static final int PARAMETER_PROBLEM = 12;

    private static final int FIRST_IPV6_ERROR = 1;
    private static final int LAST_IPV6_ERROR = 4;
    private static final int CHECKSUM_FIELD_OFFSET = 2;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;

    /**
     * Looks at the message at {@code messageOffset}.
     *
     * @param messageBuffer that holds it
     * @param messageOffset of its first byte
     * @param availableLength bytes of the IP payload
     * @return this
     */
    public IcmpMessage wrap(
            final MutableDirectBuffer messageBuffer, final int messageOffset, final int availableLength) {
        buffer = messageBuffer;
        offset = messageOffset;
        available = availableLength;
        return this;
    }

    /**
     * Is the header there?
     *
     * @return false if cut
     */
    public boolean isValid() {
        return available >= HEADER_LENGTH;
    }

    /**
     * The type.
     *
     * @return 8 bits
     */
    public int type() {
        return buffer.getByte(offset) & 0xFF;
    }

    /**
     * The code.
     *
     * @return 8 bits
     */
    public int code() {
        return buffer.getByte(offset + 1) & 0xFF;
    }

    /**
     * Is this an error, which quotes the packet that caused it?
     *
     * @return true for the error types of RFC 792
     */
    public boolean isError() {
        final int type = type();
        return type == DESTINATION_UNREACHABLE
                || type == SOURCE_QUENCH
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /**
     * Is this an error of ICMPv6 that quotes the packet it is about: unreachable, too big, time exceeded or parameter problem (RFC 4443 section 3)?
     *
     * @return true if it is, provided that the message is one of ICMPv6
     */
    public boolean isIpv6Error() {
        return type() >= FIRST_IPV6_ERROR && type() <= LAST_IPV6_ERROR;
    }

    /**
     * The checksum; that of ICMPv6 covers a pseudo-header.
     *
     * @return 16 bits
     */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_FIELD_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Sets the checksum.
     *
     * @param checksum 16 bits
     * @return this
     */
    public IcmpMessage checksum(final int checksum) {
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * The index of the quoted IP header in the wrapped buffer, for an error.
     *
     * @return an index into the buffer
     */
    public int quotedIndex() {
        return offset + HEADER_LENGTH;
    }

    /**
     * Bytes of the quoted packet that are there.
     *
     * @return length in bytes
     */
    public int quotedLength() {
        return available - HEADER_LENGTH;
    }

    @Override
    public String toString() {
        return isValid()
                ? "IcmpMessage[type=" + type() + " code=" + code() + "]"
                : "IcmpMessage[cut at " + available + " bytes]";
    }
}
