package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.TcpFrameWriter;
import io.fairlead.netstack.wire.TcpPath;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.concurrent.UnsafeBuffer;

/** Builds and reads the frames of clients and kernels. */
final class Frames {

    static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private static final int WINDOW = 65_535;

    private Frames() {}

    /** A frame taken apart. */
    static final class View {
        final EthernetFrame ethernet = new EthernetFrame();
        final ArpPacket arp = new ArpPacket();
        final Ipv4Packet ip = new Ipv4Packet();
        final TcpSegment tcp = new TcpSegment();
        private final UnsafeBuffer buffer;

        View(final byte[] frame) {
            buffer = new UnsafeBuffer(frame);
            ethernet.wrap(buffer, 0, frame.length);
            arp.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
            ip.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
            if (isIpv4()) {
                tcp.wrap(buffer, ip.payloadIndex(), ip.payloadLength());
            }
        }

        boolean isArp() {
            return ethernet.etherType() == EtherType.ARP && arp.isValid();
        }

        private boolean isIpv4() {
            return ethernet.etherType() == EtherType.IPV4 && ip.isValid();
        }

        boolean isTcp() {
            return isIpv4() && ip.protocol() == IpProtocol.TCP && tcp.isValid();
        }

        boolean isVrrp() {
            return isIpv4() && ip.protocol() == IpProtocol.VRRP;
        }

        boolean has(final int flag) {
            return (tcp.flags() & flag) != 0;
        }

        int identification() {
            return ((buffer.getByte(ethernet.payloadIndex() + 4) & 0xFF) << 8)
                    | (buffer.getByte(ethernet.payloadIndex() + 5) & 0xFF);
        }

        int dataLength() {
            return ip.payloadLength() - tcp.headerLength();
        }

        boolean areChecksumsValid() {
            final long sum = InternetChecksum.add(
                    InternetChecksum.pseudoHeader(ip.source(), ip.destination(), IpProtocol.TCP, ip.payloadLength()),
                    buffer,
                    ip.payloadIndex(),
                    ip.payloadLength());
            return ip.isChecksumValid() && InternetChecksum.fold(sum) == 0;
        }

        int next() {
            return tcp.sequence() + dataLength() + (has(TcpSegment.SYN) ? 1 : 0) + (has(TcpSegment.FIN) ? 1 : 0);
        }
    }

    static byte[] arp(
            final int opcode,
            final long destination,
            final long fromMac,
            final int fromIp,
            final long peerMac,
            final int peerIp) {
        final byte[] frame = new byte[EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH];
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        new EthernetFrame()
                .wrap(buffer, 0, frame.length)
                .destination(destination)
                .source(fromMac)
                .etherType(EtherType.ARP);
        new ArpPacket()
                .wrap(buffer, EthernetFrame.HEADER_LENGTH, ArpPacket.LENGTH)
                .header(opcode)
                .sender(fromMac, fromIp)
                .target(peerMac, peerIp);
        return frame;
    }

    /** Addresses and ports of a segment. */
    record Path(
            long sourceMac, long destinationMac, int source, int sourcePort, int destination, int destinationPort) {}

    static byte[] tcp(
            final Path path,
            final int identification,
            final int flags,
            final int sequence,
            final int acknowledgment,
            final int dataLength) {
        final TcpPath ends = new TcpPath(
                path.sourceMac(),
                path.destinationMac(),
                0,
                IpAddress.ofIpv4(path.source()),
                path.sourcePort(),
                IpAddress.ofIpv4(path.destination()),
                path.destinationPort());
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TcpFrameWriter.MAX_HEADERS_LENGTH + dataLength]);
        final int length =
                new TcpFrameWriter().write(buffer, 0, ends, sequence, acknowledgment, flags, WINDOW, dataLength);
        final int ipOffset = EthernetFrame.HEADER_LENGTH;
        final Ipv4Packet ip =
                new Ipv4Packet().wrap(buffer, ipOffset, length - ipOffset).identification(identification);
        ip.checksum(0);
        ip.checksum(InternetChecksum.of(buffer, ipOffset, Ipv4Packet.MIN_HEADER_LENGTH));
        final byte[] frame = new byte[length];
        buffer.getBytes(0, frame);
        return frame;
    }
}
