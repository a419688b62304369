package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the reset that a client gets in the name of a node that is gone (RFC 9293 section 3.5.2). It carries the sequence number that the client expects, as far as
 * that was seen; a client for which it is not exact answers with a challenge ACK (RFC 5961 section 3.2), whose acknowledgment is. Not thread-safe.
 */
public final class ResetWriter {

    /** Room for a frame. */
    public static final int MAX_FRAME_LENGTH =
            EthernetFrame.MAX_HEADER_LENGTH + Ipv6Packet.HEADER_LENGTH + TcpSegment.MIN_HEADER_LENGTH;

    private static final int TTL = 64;

    private final long ownMac;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final TcpSegment tcp = new TcpSegment();

    /**
     * For one interface.
     *
     * @param ownMac where the frames come from
     */
    public ResetWriter(final long ownMac) {
        this.ownMac = ownMac;
    }

    /**
     * Writes a frame.
     *
     * @param buffer with room for {@link #MAX_FRAME_LENGTH} bytes
     * @param index of its first byte
     * @param flow to reset, as its client sees it
     * @param clientMac where the frame goes
     * @param clientTags that the client's frames carry, and so does this one; see {@link EthernetFrame#tags}
     * @param sequence that the client expects
     * @return the frame's length in bytes
     */
    public int write(
            final MutableDirectBuffer buffer,
            final int index,
            final FlowKey flow,
            final long clientMac,
            final int clientTags,
            final int sequence) {
        return write(buffer, index, flow, clientMac, clientTags, sequence, TcpSegment.RST);
    }

    /**
     * Writes a frame that makes the client say what it expects: an acknowledgment of no data. If its sequence number is not one that the client accepts,
     * the client answers with its own acknowledgment (RFC 9293 section 3.10.7.4, first check), which is the number for {@link #write}. A window
     * is less than half of all numbers, so of two that are 2^31 apart one at least is not accepted.
     *
     * @param buffer with room for {@link #MAX_FRAME_LENGTH} bytes
     * @param index of its first byte
     * @param flow to probe, as its client sees it
     * @param clientMac where the frame goes
     * @param clientTags that the client's frames carry
     * @param sequence any
     * @return the frame's length in bytes
     */
    public int writeProbe(
            final MutableDirectBuffer buffer,
            final int index,
            final FlowKey flow,
            final long clientMac,
            final int clientTags,
            final int sequence) {
        return write(buffer, index, flow, clientMac, clientTags, sequence, TcpSegment.ACK);
    }

    private int write(
            final MutableDirectBuffer buffer,
            final int index,
            final FlowKey flow,
            final long clientMac,
            final int clientTags,
            final int sequence,
            final int flags) {
        final IpAddress client = IpAddress.ofMapped(flow.clientHigh(), flow.clientLow());
        final IpAddress destination = IpAddress.ofMapped(flow.destinationHigh(), flow.destinationLow());
        final int headerLength = client.isIpv6() ? Ipv6Packet.HEADER_LENGTH : Ipv4Packet.MIN_HEADER_LENGTH;
        ethernet.wrap(buffer, index, MAX_FRAME_LENGTH)
                .destination(clientMac)
                .source(ownMac)
                .header(clientTags, client.isIpv6() ? EtherType.IPV6 : EtherType.IPV4);
        final int packetIndex = ethernet.payloadIndex();
        final int segmentIndex = packetIndex + headerLength;
        tcp.wrap(buffer, segmentIndex, TcpSegment.MIN_HEADER_LENGTH)
                .header(flow.destinationPort(), flow.clientPort(), sequence, 0, flags, 0);
        final long pseudoHeader = client.isIpv6()
                ? ipv6(buffer, packetIndex, destination, client)
                : ipv4(buffer, packetIndex, destination, client);
        tcp.checksum(InternetChecksum.fold(
                InternetChecksum.add(pseudoHeader, buffer, segmentIndex, TcpSegment.MIN_HEADER_LENGTH)));
        return segmentIndex + TcpSegment.MIN_HEADER_LENGTH - index;
    }

    private long ipv4(
            final MutableDirectBuffer buffer, final int index, final IpAddress source, final IpAddress destination) {
        final int totalLength = Ipv4Packet.MIN_HEADER_LENGTH + TcpSegment.MIN_HEADER_LENGTH;
        ipv4.wrap(buffer, index, totalLength)
                .header(0, TTL, IpProtocol.TCP, source.ipv4(), destination.ipv4(), totalLength);
        return InternetChecksum.pseudoHeader(
                source.ipv4(), destination.ipv4(), IpProtocol.TCP, TcpSegment.MIN_HEADER_LENGTH);
    }

    private long ipv6(
            final MutableDirectBuffer buffer, final int index, final IpAddress source, final IpAddress destination) {
        return ipv6.wrap(buffer, index, Ipv6Packet.HEADER_LENGTH + TcpSegment.MIN_HEADER_LENGTH)
                .header(0, TTL, IpProtocol.TCP, source, destination, TcpSegment.MIN_HEADER_LENGTH)
                .pseudoHeader();
    }
}
