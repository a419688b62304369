package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.netstack.wire.UdpDatagram;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One frame with the flyweights of its layers, parsed as far as the decision needs. Reused for every frame. */
final class PacketView {

    final EthernetFrame ethernet = new EthernetFrame();
    final Ipv4Packet ip = new Ipv4Packet();
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

    /** Parses TCP or UDP; true if the ports can be read. */
    boolean parseTransport() {
        return switch (protocol) {
            case IpProtocol.TCP ->
                tcp.wrap(buffer, ip.payloadIndex(), ip.payloadLength()).isValid();
            case IpProtocol.UDP ->
                udp.wrap(buffer, ip.payloadIndex(), ip.payloadLength()).isValid();
            default -> false;
        };
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
