package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FragmentTable;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.netstack.wire.UdpDatagram;
import io.fairlead.netstack.wire.VirtioNetHeader;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One frame with the flyweights of its layers, parsed as far as the decision needs. Whoever asks for addresses, protocol or fragments need not care for the
 * family: IPv4 addresses come in IPv4-mapped form. What the decision asks for again and again is read from the frame once, when it is parsed, and stays what the
 * sender wrote though the frame be rewritten. Reused for every frame.
 */
final class PacketView {

    final EthernetFrame ethernet = new EthernetFrame();
    final Ipv4Packet ip = new Ipv4Packet();
    final Ipv6Packet ip6 = new Ipv6Packet();
    final TcpSegment tcp = new TcpSegment();
    final UdpDatagram udp = new UdpDatagram();

    private MutableDirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private final VirtioNetHeader header = new VirtioNetHeader();
    private int frameIndex;
    private boolean isIpv6;
    private int protocol;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int upperLayerIndex;
    private int upperLayerLength;
    private int sourcePort;
    private int destinationPort;
    private int tcpFlags;

    void wrap(final MutableDirectBuffer frameBuffer, final int index, final int length) {
        buffer = frameBuffer;
        frameIndex = index;
        ethernet.wrap(frameBuffer, index, length);
    }

    /** Parses the header of an IP packet, and the IPv6 ones behind it; true if they are consistent. */
    boolean parseIp() {
        return ethernet.etherType() == EtherType.IPV6 ? parseIpv6() : parseIpv4();
    }

    /** Parses the IPv4 header; true if it is consistent. */
    boolean parseIpv4() {
        isIpv6 = false;
        ip.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        if (!ip.isValid()) {
            return false;
        }
        protocol = ip.protocol();
        sourceHigh = 0;
        sourceLow = Ipv6Address.mappedLow(ip.source());
        destinationHigh = 0;
        destinationLow = Ipv6Address.mappedLow(ip.destination());
        upperLayerIndex = ip.payloadIndex();
        upperLayerLength = ip.payloadLength();
        return true;
    }

    /** Parses the IPv6 header and those behind it; true if they are consistent. The protocol is then that of the upper layer. */
    boolean parseIpv6() {
        isIpv6 = true;
        ip6.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        if (!ip6.isValid()) {
            return false;
        }
        protocol = ip6.upperLayerProtocol();
        sourceHigh = ip6.sourceHigh();
        sourceLow = ip6.sourceLow();
        destinationHigh = ip6.destinationHigh();
        destinationLow = ip6.destinationLow();
        upperLayerIndex = ip6.upperLayerIndex();
        upperLayerLength = ip6.upperLayerLength();
        // an IPv4-mapped address does not belong on the wire, and here it would be taken for that of an IPv4 packet
        return !Ipv6Address.isIpv4Mapped(sourceHigh, sourceLow)
                && !Ipv6Address.isIpv4Mapped(destinationHigh, destinationLow);
    }

    /** Parses TCP or UDP; true if the ports can be read. */
    boolean parseTransport() {
        return switch (protocol) {
            case IpProtocol.TCP -> parseTcp();
            case IpProtocol.UDP -> parseUdp();
            default -> false;
        };
    }

    private boolean parseTcp() {
        if (!tcp.wrap(buffer, upperLayerIndex, upperLayerLength).isValid()) {
            return false;
        }
        sourcePort = tcp.sourcePort();
        destinationPort = tcp.destinationPort();
        tcpFlags = tcp.flags();
        return true;
    }

    private boolean parseUdp() {
        if (!udp.wrap(buffer, upperLayerIndex, upperLayerLength).isValid()) {
            return false;
        }
        sourcePort = udp.sourcePort();
        destinationPort = udp.destinationPort();
        return true;
    }

    /** Does the checksum field of TCP or UDP hold the sum of the pseudo-header alone? Not so if it is the checksum of something further inside that is partial. */
    boolean isChecksumPartial() {
        header.wrap(buffer, frameIndex - FramePort.HEAD_ROOM);
        return header.needsChecksum() && header.checksumStart() == upperLayerIndex - frameIndex;
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    boolean isIpv6() {
        return isIpv6;
    }

    int upperLayerIndex() {
        return upperLayerIndex;
    }

    int upperLayerLength() {
        return upperLayerLength;
    }

    int protocol() {
        return protocol;
    }

    boolean isTcp() {
        return protocol == IpProtocol.TCP;
    }

    boolean isTransport() {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }

    boolean isIcmp() {
        return protocol == (isIpv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
    }

    boolean isFragment() {
        return isIpv6 ? ip6.isFragment() : ip.isFragment();
    }

    /** Does it begin with the header of the upper layer? Whole packets do. */
    boolean hasUpperLayerHeader() {
        return (isIpv6 ? ip6.fragmentOffset() : ip.fragmentOffset()) == 0;
    }

    int fragmentIdentification() {
        return isIpv6 ? ip6.fragmentIdentification() : ip.identification();
    }

    boolean isLastFragment() {
        return isIpv6 ? !ip6.hasMoreFragments() : !ip.hasMoreFragments();
    }

    /** The datagram that it is a fragment of, as the sender wrote it. True if another fragment of it was seen. */
    boolean selectDatagram(final FragmentTable table) {
        return table.select(sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, fragmentIdentification());
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    /** Replaces the source address, and updates the checksum of an IPv4 header. That of what is inside is the caller's, and {@link #sourceHigh} stays what it was. */
    void rewriteSource(final long high, final long low) {
        if (isIpv6) {
            ip6.rewriteSource(high, low);
        } else {
            ip.rewriteSource((int) low);
        }
    }

    /** Replaces the destination address, like {@link #rewriteSource}. */
    void rewriteDestination(final long high, final long low) {
        if (isIpv6) {
            ip6.rewriteDestination(high, low);
        } else {
            ip.rewriteDestination((int) low);
        }
    }

    int sourcePort() {
        return sourcePort;
    }

    int destinationPort() {
        return destinationPort;
    }

    /** Of a TCP segment: see {@link TcpSegment#SYN} and its siblings. */
    int tcpFlags() {
        return tcpFlags;
    }

    /** Does the TCP segment ask for a new connection? */
    boolean opensTcp() {
        return TcpSegment.isOpening(tcpFlags);
    }

    /** What identifies the flow of a client's packet. */
    void flow(final FlowKey key) {
        key.ipv6(sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow, destinationPort, protocol);
    }
}
