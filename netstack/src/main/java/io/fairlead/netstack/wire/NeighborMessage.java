package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * Neighbour solicitation and advertisement (RFC 4861 sections 4.3 and 4.4), which are ICMPv6 and laid out alike.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |Type (135, 136)|    Code (0)   |           Checksum            |
 *  +-+-+-+---------+---------------+-------------------------------+
 *  |R|S|O|                 Reserved (flags: 136 only)              |
 *  +-+-+-+---------------------------------------------------------+
 *  |                                                               |
 *  |                      Target address (128)                     |
 *  |                                                               |
 *  +---------------+---------------+-------------------------------+
 *  | Option type 1 | Length (in 8) |  Link-layer address of the    |
 *  |   (135), 2    |      1        |  source (135) or the target   |
 *  +---------------+---------------+  (136)                        |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>{@link #isValid} promises that every option lies inside. Not thread-safe, allocates nothing.
 */
public final class NeighborMessage {

    /** Bytes without options. */
    public static final int MIN_LENGTH = 24;

    /** Bytes with the option of a link-layer address. */
    public static final int LENGTH = MIN_LENGTH + 8;

    /** The hop limit without which a message is to be discarded (RFC 4861 section 7.1): 255. */
    public static final int HOP_LIMIT = 255;

    /** Type of a neighbour solicitation. */
    public static final int SOLICITATION = 135;

    /** Type of a neighbour advertisement. */
    public static final int ADVERTISEMENT = 136;

    /** Flag of an advertisement: its sender is a router. */
    public static final int ROUTER = 0x8000_0000;

    /** Flag of an advertisement: it answers a solicitation. */
    public static final int SOLICITED = 0x4000_0000;

    /** Flag of an advertisement: it replaces the link-layer address that its receiver has. */
    public static final int OVERRIDE = 0x2000_0000;

    /** What {@link #linkLayerAddress} says when there is none. */
    public static final long NO_LINK_LAYER_ADDRESS = -1;

    private static final int TYPE_FIELD_OFFSET = 0;
    private static final int CODE_FIELD_OFFSET = 1;
    private static final int CHECKSUM_FIELD_OFFSET = 2;
    private static final int FLAGS_FIELD_OFFSET = 4;
    private static final int TARGET_FIELD_OFFSET = 8;

    private static final int OPTION_UNIT = 8;
    private static final int OPTION_LENGTH_FIELD_OFFSET = 1;
    private static final int OPTION_MAC_FIELD_OFFSET = 2;
    private static final int SOURCE_LINK_LAYER_ADDRESS = 1;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;

    /**
     * Looks at the message at {@code messageOffset}.
     *
     * @param messageBuffer that holds it
     * @param messageOffset of its first byte
     * @param length of the whole ICMPv6 message in bytes: all that follows is options
     * @return this
     */
    public NeighborMessage wrap(final MutableDirectBuffer messageBuffer, final int messageOffset, final int length) {
        buffer = messageBuffer;
        offset = messageOffset;
        available = length;
        return this;
    }

    /**
     * Is this a whole solicitation or advertisement whose options fit (RFC 4861 section 7.1)? The checksum is
     * {@link #isChecksumValid}'s.
     *
     * @return false if cut, of another type or code, or with an option that is empty or longer than what is there
     */
    public boolean isValid() {
        return available >= MIN_LENGTH
                && (type() == SOLICITATION || type() == ADVERTISEMENT)
                && buffer.getByte(offset + CODE_FIELD_OFFSET) == 0
                && areOptionsValid();
    }

    private boolean areOptionsValid() {
        int at = MIN_LENGTH;
        while (at < available) {
            if (available - at < OPTION_UNIT) {
                return false;
            }
            final int length = optionLength(at);
            if (length == 0 || length > available - at) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private int optionLength(final int at) {
        return (buffer.getByte(offset + at + OPTION_LENGTH_FIELD_OFFSET) & 0xFF) * OPTION_UNIT;
    }

    /**
     * Does the checksum hold?
     *
     * @param pseudoHeader the sum of {@link Ipv6Packet#pseudoHeader}
     * @return true if it does
     */
    public boolean isChecksumValid(final long pseudoHeader) {
        return InternetChecksum.fold(InternetChecksum.add(pseudoHeader, buffer, offset, available)) == 0;
    }

    /**
     * Writes a message of {@link #LENGTH} bytes, all but the checksum.
     *
     * @param type {@link #SOLICITATION} or {@link #ADVERTISEMENT}
     * @param flags of an advertisement, or 0
     * @param target address
     * @param linkLayerAddress a MAC address: the source's or the target's, by type
     * @return this
     */
    public NeighborMessage message(
            final int type, final int flags, final IpAddress target, final long linkLayerAddress) {
        buffer.putByte(offset + TYPE_FIELD_OFFSET, (byte) type);
        buffer.putByte(offset + CODE_FIELD_OFFSET, (byte) 0);
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) 0);
        buffer.putInt(offset + FLAGS_FIELD_OFFSET, flags, BIG_ENDIAN);
        buffer.putLong(offset + TARGET_FIELD_OFFSET, target.high(), BIG_ENDIAN);
        buffer.putLong(offset + TARGET_FIELD_OFFSET + Long.BYTES, target.low(), BIG_ENDIAN);
        buffer.putByte(offset + MIN_LENGTH, (byte) optionType(type));
        buffer.putByte(offset + MIN_LENGTH + OPTION_LENGTH_FIELD_OFFSET, (byte) 1);
        MacAddress.put(buffer, offset + MIN_LENGTH + OPTION_MAC_FIELD_OFFSET, linkLayerAddress);
        return this;
    }

    private static int optionType(final int messageType) {
        return messageType == SOLICITATION ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS;
    }

    /**
     * Computes the checksum and writes it.
     *
     * @param pseudoHeader the sum of {@link Ipv6Packet#pseudoHeader}
     * @return this
     */
    public NeighborMessage updateChecksum(final long pseudoHeader) {
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) 0);
        final int checksum = InternetChecksum.fold(InternetChecksum.add(pseudoHeader, buffer, offset, available));
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /**
     * The ICMPv6 type.
     *
     * @return 8 bits
     */
    public int type() {
        return buffer.getByte(offset + TYPE_FIELD_OFFSET) & 0xFF;
    }

    /**
     * The flags of an advertisement.
     *
     * @return {@link #ROUTER}, {@link #SOLICITED}, {@link #OVERRIDE} and what is reserved
     */
    public int flags() {
        return buffer.getInt(offset + FLAGS_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * The first eight bytes of the target address.
     *
     * @return see {@link Ipv6Address}
     */
    public long targetHigh() {
        return buffer.getLong(offset + TARGET_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * The last eight bytes of the target address.
     *
     * @return see {@link Ipv6Address}
     */
    public long targetLow() {
        return buffer.getLong(offset + TARGET_FIELD_OFFSET + Long.BYTES, BIG_ENDIAN);
    }

    /**
     * The MAC address in the option that belongs to the type: the source's in a solicitation, the target's in an advertisement. Only if
     * {@link #isValid}.
     *
     * @return the first one, or {@link #NO_LINK_LAYER_ADDRESS}
     */
    public long linkLayerAddress() {
        final int wanted = optionType(type());
        for (int at = MIN_LENGTH; at < available; at += optionLength(at)) {
            if ((buffer.getByte(offset + at) & 0xFF) == wanted) {
                return MacAddress.get(buffer, offset + at + OPTION_MAC_FIELD_OFFSET);
            }
        }
        return NO_LINK_LAYER_ADDRESS;
    }

    @Override
    public String toString() {
        if (!isValid()) {
            return "NeighborMessage[not valid, " + available + " bytes]";
        }
        final long mac = linkLayerAddress();
        return "NeighborMessage[type=" + type() + " target=" + Ipv6Address.format(targetHigh(), targetLow()) + " mac="
                + (mac == NO_LINK_LAYER_ADDRESS ? "none" : MacAddress.format(mac)) + "]";
    }
}
