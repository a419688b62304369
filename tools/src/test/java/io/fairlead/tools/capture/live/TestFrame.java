package io.fairlead.tools.capture.live;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames in a buffer of their length. */
final class TestFrame {

    private static final int IP_OFFSET = EthernetFrame.HEADER_LENGTH;
    private static final int FLAGS_AND_OFFSET = IP_OFFSET + 6;

    private TestFrame() {}

    static UnsafeBuffer tcp(final String from, final int fromPort, final String to, final int toPort) {
        final IpAddress source = IpAddress.parse(from);
        final IpAddress destination = IpAddress.parse(to);
        final int headerLength = source.isIpv6() ? Ipv6Packet.HEADER_LENGTH : Ipv4Packet.MIN_HEADER_LENGTH;
        final int tcpOffset = IP_OFFSET + headerLength;
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[tcpOffset + TcpSegment.MIN_HEADER_LENGTH]);
        ethernet(frame, source.isIpv6() ? EtherType.IPV6 : EtherType.IPV4);
        if (source.isIpv6()) {
            new Ipv6Packet()
                    .wrap(frame, IP_OFFSET, frame.capacity() - IP_OFFSET)
                    .header(0, 64, IpProtocol.TCP, source, destination, TcpSegment.MIN_HEADER_LENGTH);
        } else {
            new Ipv4Packet()
                    .wrap(frame, IP_OFFSET, frame.capacity() - IP_OFFSET)
                    .header(0, 64, IpProtocol.TCP, source.ipv4(), destination.ipv4(), frame.capacity() - IP_OFFSET);
        }
        new TcpSegment()
                .wrap(frame, tcpOffset, TcpSegment.MIN_HEADER_LENGTH)
                .header(fromPort, toPort, 1, 1, TcpSegment.ACK, 64_240);
        return frame;
    }

    /** A later part of an IPv4 datagram: where ports would be, there is data. */
    static UnsafeBuffer laterFragment(final UnsafeBuffer tcp) {
        tcp.putShort(FLAGS_AND_OFFSET, (short) 3, ByteOrder.BIG_ENDIAN);
        return tcp;
    }

    static UnsafeBuffer arp(final String sender, final String target) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[IP_OFFSET + ArpPacket.LENGTH]);
        ethernet(frame, EtherType.ARP);
        new ArpPacket()
                .wrap(frame, IP_OFFSET, ArpPacket.LENGTH)
                .header(ArpPacket.REQUEST)
                .sender(1, IpAddress.parse(sender).ipv4())
                .target(0, IpAddress.parse(target).ipv4());
        return frame;
    }

    private static void ethernet(final UnsafeBuffer frame, final int type) {
        new EthernetFrame()
                .wrap(frame, 0, frame.capacity())
                .destination(0x0251_0000_0001L)
                .source(0x0200_0000_00AAL)
                .etherType(type);
    }
}
