package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * ARP for IPv4 over Ethernet (RFC 826).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |  Hardware type (1: Ethernet)  |   Protocol type (0x0800)      |
 *  +---------------+---------------+-------------------------------+
 *  | Hw length (6) |Proto len. (4) |          Opcode               |
 *  +---------------+---------------+-------------------------------+
 *  |                    Sender hardware address                    |
 *  |                               +-------------------------------+
 *  |                               |  Sender protocol address ...  |
 *  +-------------------------------+-------------------------------+
 *  |                    Target hardware address ...                |
 *  |                               +-------------------------------+
 *  |                               |  Target protocol address ...  |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Not thread-safe, allocates nothing.
 */
public final class ArpPacket {

    /** Bytes of the packet, without Ethernet header and padding. */
    public static final int LENGTH = 28;

    /** Opcode of a request. */
    public static final int REQUEST = 1;

    /** Opcode of a reply. */
    public static final int REPLY = 2;

    private static final int HARDWARE_TYPE_FIELD_OFFSET = 0;
    private static final int PROTOCOL_TYPE_FIELD_OFFSET = 2;
    private static final int LENGTHS_FIELD_OFFSET = 4;
    private static final int OPCODE_FIELD_OFFSET = 6;
    private static final int SENDER_MAC_FIELD_OFFSET = 8;
    private static final int SENDER_IP_FIELD_OFFSET = 14;
    private static final int TARGET_MAC_FIELD_OFFSET = 18;
    private static final int TARGET_IP_FIELD_OFFSET = 24;

    private static final int ETHERNET = 1;
    private static final int LENGTHS = MacAddress.LENGTH << 8 | Ipv4Address.LENGTH;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int available;

    /**
     * Looks at the packet at {@code packetOffset}.
     *
     * @param packetBuffer that holds it
     * @param packetOffset of its first byte
     * @param availableLength bytes that are there, padding included
     * @return this
     */
    public ArpPacket wrap(final MutableDirectBuffer packetBuffer, final int packetOffset, final int availableLength) {
        buffer = packetBuffer;
        offset = packetOffset;
        available = availableLength;
        return this;
    }

    /**
     * Is this a whole ARP packet for IPv4 over Ethernet? Only then may the other accessors be used.
     *
     * @return false if cut or of other types
     */
    public boolean isValid() {
        return available >= LENGTH
                && u16(HARDWARE_TYPE_FIELD_OFFSET) == ETHERNET
                && u16(PROTOCOL_TYPE_FIELD_OFFSET) == EtherType.IPV4
                && u16(LENGTHS_FIELD_OFFSET) == LENGTHS;
    }

    /**
     * Writes the constant fields and the opcode.
     *
     * @param opcode {@link #REQUEST} or {@link #REPLY}
     * @return this
     */
    public ArpPacket header(final int opcode) {
        u16(HARDWARE_TYPE_FIELD_OFFSET, ETHERNET);
        u16(PROTOCOL_TYPE_FIELD_OFFSET, EtherType.IPV4);
        u16(LENGTHS_FIELD_OFFSET, LENGTHS);
        u16(OPCODE_FIELD_OFFSET, opcode);
        return this;
    }

    /**
     * The opcode.
     *
     * @return 16 bits
     */
    public int opcode() {
        return u16(OPCODE_FIELD_OFFSET);
    }

    /**
     * Sender hardware address.
     *
     * @return a MAC address
     */
    public long senderMac() {
        return MacAddress.get(buffer, offset + SENDER_MAC_FIELD_OFFSET);
    }

    /**
     * Sets the sender.
     *
     * @param mac hardware address
     * @param ip protocol address
     * @return this
     */
    public ArpPacket sender(final long mac, final int ip) {
        MacAddress.put(buffer, offset + SENDER_MAC_FIELD_OFFSET, mac);
        return senderIp(ip);
    }

    /**
     * Sender protocol address.
     *
     * @return an IPv4 address
     */
    public int senderIp() {
        return buffer.getInt(offset + SENDER_IP_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * Sets the sender protocol address alone.
     *
     * @param ip protocol address
     * @return this
     */
    public ArpPacket senderIp(final int ip) {
        buffer.putInt(offset + SENDER_IP_FIELD_OFFSET, ip, BIG_ENDIAN);
        return this;
    }

    /**
     * Target hardware address.
     *
     * @return a MAC address
     */
    public long targetMac() {
        return MacAddress.get(buffer, offset + TARGET_MAC_FIELD_OFFSET);
    }

    /**
     * Target protocol address.
     *
     * @return an IPv4 address
     */
    public int targetIp() {
        return buffer.getInt(offset + TARGET_IP_FIELD_OFFSET, BIG_ENDIAN);
    }

    /**
     * Sets the target.
     *
     * @param mac hardware address
     * @param ip protocol address
     * @return this
     */
    public ArpPacket target(final long mac, final int ip) {
        MacAddress.put(buffer, offset + TARGET_MAC_FIELD_OFFSET, mac);
        buffer.putInt(offset + TARGET_IP_FIELD_OFFSET, ip, BIG_ENDIAN);
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
            return "ArpPacket[not ARP for IPv4 over Ethernet]";
        }
        return "ArpPacket[opcode=" + opcode() + " sender=" + MacAddress.format(senderMac()) + "/"
                + Ipv4Address.format(senderIp()) + " target=" + MacAddress.format(targetMac()) + "/"
                + Ipv4Address.format(targetIp()) + "]";
    }
}
