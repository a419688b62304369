package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames for tests, built field by field with every checksum computed in full, apart from the code under test.
 *
 * @param destinationMac 48 bits
 * @param sourceMac 48 bits
 * @param vlan 802.1Q tag control, 0 for no tag
 * @param protocol TCP or UDP
 * @param source address
 * @param sourcePort 16 bits
 * @param destination address
 * @param destinationPort 16 bits
 * @param flags of TCP
 * @param hasChecksum false for UDP without one
 * @param ipOptions as text, a multiple of four bytes
 * @param payload as text
 */
record Packets(
        long destinationMac,
        long sourceMac,
        int vlan,
        int protocol,
        int source,
        int sourcePort,
        int destination,
        int destinationPort,
        int flags,
        boolean hasChecksum,
        String ipOptions,
        String payload) {

    static Packets tcp(final int flags) {
        return new Packets(0, 0, 0, IpProtocol.TCP, 0, 0, 0, 0, flags, true, "", "");
    }

    static Packets syn() {
        return tcp(TcpSegment.SYN);
    }

    static Packets udp() {
        return new Packets(0, 0, 0, IpProtocol.UDP, 0, 0, 0, 0, 0, true, "", "datagram");
    }

    /** ARP; the target's MAC address is unknown. */
    static byte[] arp(
            final long destinationMac, final int opcode, final long senderMac, final int senderIp, final int targetIp) {
        final ByteBuffer frame = ByteBuffer.allocate(60);
        putMac(frame, destinationMac);
        putMac(frame, senderMac);
        frame.putShort((short) EtherType.ARP);
        frame.putShort((short) 1).putShort((short) EtherType.IPV4).put((byte) 6).put((byte) 4);
        frame.putShort((short) opcode);
        putMac(frame, senderMac);
        frame.putInt(senderIp);
        putMac(frame, 0);
        frame.putInt(targetIp);
        return frame.array();
    }

    static byte[] arpRequest(final long senderMac, final int senderIp, final int targetIp) {
        return arp(0xFFFF_FFFF_FFFFL, ArpPacket.REQUEST, senderMac, senderIp, targetIp);
    }

    /** The frame with another IP protocol number, its header checksum right again. */
    static byte[] withProtocol(final byte[] frame, final int protocol) {
        final byte[] changed = frame.clone();
        changed[23] = (byte) protocol;
        headerChecksum(ByteBuffer.wrap(changed), 14, 20);
        return changed;
    }

    /** The frame with other fragment bits, its header checksum right again. */
    static byte[] withFragment(final byte[] frame, final int flagsAndOffset) {
        final byte[] changed = frame.clone();
        final ByteBuffer buffer = ByteBuffer.wrap(changed).putShort(20, (short) flagsAndOffset);
        headerChecksum(buffer, 14, 20);
        return changed;
    }

    Packets macs(final long from, final long to) {
        return new Packets(
                to,
                from,
                vlan,
                protocol,
                source,
                sourcePort,
                destination,
                destinationPort,
                flags,
                hasChecksum,
                ipOptions,
                payload);
    }

    Packets from(final int address, final int port) {
        return new Packets(
                destinationMac,
                sourceMac,
                vlan,
                protocol,
                address,
                port,
                destination,
                destinationPort,
                flags,
                hasChecksum,
                ipOptions,
                payload);
    }

    Packets to(final int address, final int port) {
        return new Packets(
                destinationMac,
                sourceMac,
                vlan,
                protocol,
                source,
                sourcePort,
                address,
                port,
                flags,
                hasChecksum,
                ipOptions,
                payload);
    }

    Packets flags(final int tcpFlags) {
        return new Packets(
                destinationMac,
                sourceMac,
                vlan,
                protocol,
                source,
                sourcePort,
                destination,
                destinationPort,
                tcpFlags,
                hasChecksum,
                ipOptions,
                payload);
    }

    Packets vlan(final int tagControl) {
        return new Packets(
                destinationMac,
                sourceMac,
                tagControl,
                protocol,
                source,
                sourcePort,
                destination,
                destinationPort,
                flags,
                hasChecksum,
                ipOptions,
                payload);
    }

    Packets withoutChecksum() {
        return new Packets(
                destinationMac,
                sourceMac,
                vlan,
                protocol,
                source,
                sourcePort,
                destination,
                destinationPort,
                flags,
                false,
                ipOptions,
                payload);
    }

    Packets ipOptions(final String options) {
        return new Packets(
                destinationMac,
                sourceMac,
                vlan,
                protocol,
                source,
                sourcePort,
                destination,
                destinationPort,
                flags,
                hasChecksum,
                options,
                payload);
    }

    Packets payload(final String text) {
        return new Packets(
                destinationMac,
                sourceMac,
                vlan,
                protocol,
                source,
                sourcePort,
                destination,
                destinationPort,
                flags,
                hasChecksum,
                ipOptions,
                text);
    }

    byte[] bytes() {
        final byte[] options = ipOptions.getBytes(StandardCharsets.ISO_8859_1);
        final byte[] data = payload.getBytes(StandardCharsets.ISO_8859_1);
        final int ipStart = vlan == 0 ? 14 : 18;
        final int ipHeaderLength = 20 + options.length;
        final int transportLength = (protocol == IpProtocol.TCP ? 20 : 8) + data.length;
        final ByteBuffer frame = ByteBuffer.allocate(ipStart + ipHeaderLength + transportLength);
        putMac(frame, destinationMac);
        putMac(frame, sourceMac);
        if (vlan != 0) {
            frame.putShort((short) EtherType.VLAN).putShort((short) vlan);
        }
        frame.putShort((short) EtherType.IPV4);
        frame.put((byte) (0x40 | (ipHeaderLength / 4))).put((byte) 0);
        frame.putShort((short) (ipHeaderLength + transportLength)).putShort((short) 0x1234);
        frame.putShort((short) 0x4000).put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.putInt(source).putInt(destination).put(options);
        if (protocol == IpProtocol.TCP) {
            frame.putShort((short) sourcePort).putShort((short) destinationPort);
            frame.putInt(0x0102_0304).putInt(0x0506_0708).put((byte) 0x50).put((byte) flags);
            frame.putShort((short) 64_240).putShort((short) 0).putShort((short) 0);
        } else {
            frame.putShort((short) sourcePort).putShort((short) destinationPort);
            frame.putShort((short) transportLength).putShort((short) 0);
        }
        frame.put(data);
        headerChecksum(frame, ipStart, ipHeaderLength);
        if (hasChecksum) {
            transportChecksum(frame, ipStart + ipHeaderLength, transportLength);
        }
        return frame.array();
    }

    private void transportChecksum(final ByteBuffer frame, final int start, final int length) {
        final int pseudo =
                (source >>> 16) + (source & 0xFFFF) + (destination >>> 16) + (destination & 0xFFFF) + protocol + length;
        int checksum = complement(sum(frame, start, length) + pseudo);
        if (protocol == IpProtocol.UDP && checksum == 0) {
            checksum = 0xFFFF;
        }
        frame.putShort(start + (protocol == IpProtocol.TCP ? 16 : 6), (short) checksum);
    }

    private static void headerChecksum(final ByteBuffer frame, final int start, final int length) {
        frame.putShort(start + 10, (short) 0);
        frame.putShort(start + 10, (short) complement(sum(frame, start, length)));
    }

    private static long sum(final ByteBuffer frame, final int start, final int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            final int octet = frame.get(start + i) & 0xFF;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static int complement(final long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded >>> 16) + (folded & 0xFFFF);
        }
        return (int) ~folded & 0xFFFF;
    }

    private static void putMac(final ByteBuffer frame, final long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
