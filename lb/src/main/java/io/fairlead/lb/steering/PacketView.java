package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.netstack.wire.UdpDatagram;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One frame with the flyweights of its layers, parsed as far as the decision needs. Reused for every frame. */
final class PacketView {

    final EthernetFrame ethernet = new EthernetFrame();
    final Ipv4Packet ip = new Ipv4Packet();
    final Ipv6Packet ip6 = new Ipv6Packet();
    final TcpSegment tcp = new TcpSegment();
    final UdpDatagram udp = new UdpDatagram();

    private MutableDirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int protocol;

    void wrap(final MutableDirectBuffer frameBuffer, final int index, final int length) {
        buffer = frameBuffer;
        ethernet.wrap(frameBuffer, index, length);
    }

    /** Parses the IPv4 header; true if it is consistent. */
    boolean parseIpv4() {
        ip.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        if (!ip.isValid()) {
            return false;
        }
        protocol = ip.protocol();
        return true;
    }

    /** Parses the IPv6 header and those behind it; true if they are consistent. The protocol is then that of the upper layer. */
    boolean parseIpv6() {
        ip6.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        if (!ip6.isValid()) {
            return false;
        }
        protocol = ip6.upperLayerProtocol();
        return true;
    }

    /** Parses TCP or UDP over IPv4; true if the ports can be read. */
    boolean parseTransport() {
        return switch (protocol) {
            case IpProtocol.TCP ->
                tcp.wrap(buffer, ip.payloadIndex(), ip.payloadLength()).isValid();
            case IpProtocol.UDP ->
                udp.wrap(buffer, ip.payloadIndex(), ip.payloadLength()).isValid();
            default -> false;
        };
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    int protocol() {
        return protocol;
    }

    boolean isTcp() {
        return protocol == IpProtocol.TCP;
    }

    int sourcePort() {
        return isTcp() ? tcp.sourcePort() : udp.sourcePort();
    }

    int destinationPort() {
        return isTcp() ? tcp.destinationPort() : udp.destinationPort();
    }
}
