package io.fairlead.netstack.wire;

import org.agrona.MutableDirectBuffer;

/** Writes whole frames with a TCP segment without options, over IPv4 or IPv6, checksums included. Does not allocate; not thread-safe. */
public final class TcpFrameWriter {

    /** Most bytes in front of the data. */
    public static final int MAX_HEADERS_LENGTH =
            EthernetFrame.MAX_HEADER_LENGTH + Ipv6Packet.HEADER_LENGTH + TcpSegment.MIN_HEADER_LENGTH;

    private static final int TTL = 64;

    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final TcpSegment tcp = new TcpSegment();

    /**
     * Writes a frame around data that lie behind its headers already, where it has any.
     *
     * @param buffer with room for {@link #MAX_HEADERS_LENGTH} and the data
     * @param index of its first byte
     * @param path from where to where
     * @param sequence of the segment's first byte
     * @param acknowledgment the sequence number that is expected of the other end
     * @param flags such as {@link TcpSegment#SYN}
     * @param window in bytes
     * @param dataLength in bytes
     * @return the frame's length in bytes
     */
    public int write(
            final MutableDirectBuffer buffer,
            final int index,
            final TcpPath path,
            final int sequence,
            final int acknowledgment,
            final int flags,
            final int window,
            final int dataLength) {
        final boolean isIpv6 = path.source().isIpv6();
        final int segmentLength = TcpSegment.MIN_HEADER_LENGTH + dataLength;
        ethernet.wrap(buffer, index, MAX_HEADERS_LENGTH)
                .destination(path.destinationMac())
                .source(path.sourceMac())
                .header(path.tags(), isIpv6 ? EtherType.IPV6 : EtherType.IPV4);
        final int packetIndex = ethernet.payloadIndex();
        final int segmentIndex = packetIndex + (isIpv6 ? Ipv6Packet.HEADER_LENGTH : Ipv4Packet.MIN_HEADER_LENGTH);
        tcp.wrap(buffer, segmentIndex, segmentLength)
                .header(path.sourcePort(), path.destinationPort(), sequence, acknowledgment, flags, window);
        final long pseudoHeader = isIpv6
                ? ipv6(buffer, packetIndex, path, segmentLength)
                : ipv4(buffer, packetIndex, path, segmentLength);
        tcp.checksum(InternetChecksum.fold(InternetChecksum.add(pseudoHeader, buffer, segmentIndex, segmentLength)));
        return segmentIndex + segmentLength - index;
    }

    private long ipv4(final MutableDirectBuffer buffer, final int index, final TcpPath path, final int segmentLength) {
        final int source = path.source().ipv4();
        final int destination = path.destination().ipv4();
        final int totalLength = Ipv4Packet.MIN_HEADER_LENGTH + segmentLength;
        ipv4.wrap(buffer, index, totalLength).header(0, TTL, IpProtocol.TCP, source, destination, totalLength);
        return InternetChecksum.pseudoHeader(source, destination, IpProtocol.TCP, segmentLength);
    }

    private long ipv6(final MutableDirectBuffer buffer, final int index, final TcpPath path, final int segmentLength) {
        return ipv6.wrap(buffer, index, Ipv6Packet.HEADER_LENGTH + segmentLength)
                .header(0, TTL, IpProtocol.TCP, path.source(), path.destination(), segmentLength)
                .pseudoHeader();
    }
}
