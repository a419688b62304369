package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * The packet that an ICMP or ICMPv6 error quotes (RFC 792, RFC 4443 section 3), as far as it names a flow: addresses, protocol, ports. Often no more than
 * that is quoted, so neither length nor checksums are looked at.
 *
 * <pre>
 *  | IPv4 header with options, or IPv6 header | source port (2) | destination port (2) | ...
 * </pre>
 *
 * <p>Addresses of IPv4 are given in the IPv4-mapped form of RFC 4291 section 2.5.5.2, and so an IPv6 packet that has such an address itself is not
 * valid here; nor is one with extension headers. Not thread-safe, allocates nothing.
 */
public final class QuotedPacket {

    private static final int VERSION_4 = 4;
    private static final int IPV4_FRAGMENT_FIELD_OFFSET = 6;
    private static final int IPV4_FRAGMENT_OFFSET = 0x1FFF;
    private static final int IPV4_PROTOCOL_FIELD_OFFSET = 9;
    private static final int IPV4_CHECKSUM_FIELD_OFFSET = 10;
    private static final int IPV4_SOURCE_FIELD_OFFSET = 12;
    private static final int IPV4_DESTINATION_FIELD_OFFSET = 16;
    private static final int IPV6_NEXT_HEADER_FIELD_OFFSET = 6;
    private static final int IPV6_SOURCE_FIELD_OFFSET = 8;
    private static final int IPV6_DESTINATION_FIELD_OFFSET = 24;
    private static final int PORTS_LENGTH = 4;

    private MutableDirectBuffer buffer = EmptyBuffer.INSTANCE;
    private int offset;
    private int portsIndex;
    private boolean isIpv6;
    private boolean valid;

    /**
     * Looks at what is quoted.
     *
     * @param packetBuffer that holds it
     * @param packetOffset of its first byte
     * @param availableLength bytes that are quoted
     * @param isQuotedIpv6 whether it is quoted by ICMPv6
     * @return this
     */
    public QuotedPacket wrap(
            final MutableDirectBuffer packetBuffer,
            final int packetOffset,
            final int availableLength,
            final boolean isQuotedIpv6) {
        buffer = packetBuffer;
        offset = packetOffset;
        isIpv6 = isQuotedIpv6;
        valid = hasPorts(availableLength);
        return this;
    }

    private boolean hasPorts(final int available) {
        if (available < (isIpv6 ? Ipv6Packet.HEADER_LENGTH : Ipv4Packet.MIN_HEADER_LENGTH)) {
            return false;
        }
        final int first = buffer.getByte(offset) & 0xFF;
        final int headerLength = isIpv6 ? Ipv6Packet.HEADER_LENGTH : (first & 0x0F) << 2;
        portsIndex = offset + headerLength;
        final boolean isVersionRight = first >>> 4 == (isIpv6 ? VERSION_4 + 2 : VERSION_4);
        final boolean isLaterFragment = !isIpv6
                && (buffer.getShort(offset + IPV4_FRAGMENT_FIELD_OFFSET, BIG_ENDIAN) & IPV4_FRAGMENT_OFFSET) != 0;
        return isVersionRight
                && !isLaterFragment
                && headerLength >= Ipv4Packet.MIN_HEADER_LENGTH
                && available >= headerLength + PORTS_LENGTH
                && (protocol() == IpProtocol.TCP || protocol() == IpProtocol.UDP)
                && !(isIpv6 && hasIpv4MappedAddress());
    }

    private boolean hasIpv4MappedAddress() {
        return Ipv6Address.isIpv4Mapped(sourceHigh(), sourceLow())
                || Ipv6Address.isIpv4Mapped(destinationHigh(), destinationLow());
    }

    /**
     * Are the ports of a TCP segment or a UDP datagram quoted?
     *
     * @return false also for later fragments
     */
    public boolean isValid() {
        return valid;
    }

    /**
     * Is it quoted by ICMPv6?
     *
     * @return true if the quoted packet is one of IPv6
     */
    public boolean isIpv6() {
        return isIpv6;
    }

    /**
     * The protocol of the transport layer.
     *
     * @return {@link IpProtocol#TCP} or {@link IpProtocol#UDP} if valid
     */
    public int protocol() {
        return buffer.getByte(offset + (isIpv6 ? IPV6_NEXT_HEADER_FIELD_OFFSET : IPV4_PROTOCOL_FIELD_OFFSET)) & 0xFF;
    }

    /**
     * The first half of the source address.
     *
     * @return 0 for IPv4
     */
    public long sourceHigh() {
        return isIpv6 ? buffer.getLong(offset + IPV6_SOURCE_FIELD_OFFSET, BIG_ENDIAN) : 0;
    }

    /**
     * The second half of the source address.
     *
     * @return IPv4-mapped for IPv4
     */
    public long sourceLow() {
        return isIpv6
                ? buffer.getLong(offset + IPV6_SOURCE_FIELD_OFFSET + Long.BYTES, BIG_ENDIAN)
                : Ipv6Address.mappedLow(buffer.getInt(offset + IPV4_SOURCE_FIELD_OFFSET, BIG_ENDIAN));
    }

    /**
     * The first half of the destination address.
     *
     * @return 0 for IPv4
     */
    public long destinationHigh() {
        return isIpv6 ? buffer.getLong(offset + IPV6_DESTINATION_FIELD_OFFSET, BIG_ENDIAN) : 0;
    }

    /**
     * The second half of the destination address.
     *
     * @return IPv4-mapped for IPv4
     */
    public long destinationLow() {
        return isIpv6
                ? buffer.getLong(offset + IPV6_DESTINATION_FIELD_OFFSET + Long.BYTES, BIG_ENDIAN)
                : Ipv6Address.mappedLow(buffer.getInt(offset + IPV4_DESTINATION_FIELD_OFFSET, BIG_ENDIAN));
    }

    /**
     * The source port.
     *
     * @return 16 bits
     */
    public int sourcePort() {
        return buffer.getShort(portsIndex, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * The destination port.
     *
     * @return 16 bits
     */
    public int destinationPort() {
        return buffer.getShort(portsIndex + Short.BYTES, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Replaces the ports; the checksum of the message that quotes them is the caller's. That of the quoted transport header, which is quoted rarely and
     * looked at by nobody, stays.
     *
     * @param sourcePort 16 bits
     * @param destinationPort 16 bits
     * @return this
     */
    public QuotedPacket ports(final int sourcePort, final int destinationPort) {
        buffer.putShort(portsIndex, (short) sourcePort, BIG_ENDIAN);
        buffer.putShort(portsIndex + Short.BYTES, (short) destinationPort, BIG_ENDIAN);
        return this;
    }

    /**
     * Replaces the source address of a quoted IPv4 packet, and its header checksum by RFC 1624: the two changes together leave the checksum of the message
     * that quotes them as it was.
     *
     * @param address new source
     * @return this
     */
    public QuotedPacket rewriteIpv4Source(final int address) {
        return rewriteIpv4(IPV4_SOURCE_FIELD_OFFSET, address);
    }

    /**
     * Replaces the destination address of a quoted IPv4 packet, like {@link #rewriteIpv4Source}.
     *
     * @param address new destination
     * @return this
     */
    public QuotedPacket rewriteIpv4Destination(final int address) {
        return rewriteIpv4(IPV4_DESTINATION_FIELD_OFFSET, address);
    }

    /**
     * Replaces the source address of a quoted IPv6 packet, whose header has no checksum; that of the message that quotes it is the caller's.
     *
     * @param high first eight bytes, see {@link Ipv6Address}
     * @param low last eight bytes
     * @return this
     */
    public QuotedPacket rewriteIpv6Source(final long high, final long low) {
        return rewriteIpv6(IPV6_SOURCE_FIELD_OFFSET, high, low);
    }

    /**
     * Replaces the destination address of a quoted IPv6 packet, like {@link #rewriteIpv6Source}.
     *
     * @param high first eight bytes
     * @param low last eight bytes
     * @return this
     */
    public QuotedPacket rewriteIpv6Destination(final long high, final long low) {
        return rewriteIpv6(IPV6_DESTINATION_FIELD_OFFSET, high, low);
    }

    private QuotedPacket rewriteIpv6(final int fieldOffset, final long high, final long low) {
        buffer.putLong(offset + fieldOffset, high, BIG_ENDIAN);
        buffer.putLong(offset + fieldOffset + Long.BYTES, low, BIG_ENDIAN);
        return this;
    }

    private QuotedPacket rewriteIpv4(final int fieldOffset, final int address) {
        final int before = buffer.getInt(offset + fieldOffset, BIG_ENDIAN);
        final int checksum = buffer.getShort(offset + IPV4_CHECKSUM_FIELD_OFFSET, BIG_ENDIAN) & 0xFFFF;
        buffer.putInt(offset + fieldOffset, address, BIG_ENDIAN);
        buffer.putShort(
                offset + IPV4_CHECKSUM_FIELD_OFFSET,
                (short) InternetChecksum.update32(checksum, before, address),
                BIG_ENDIAN);
        return this;
    }
}
