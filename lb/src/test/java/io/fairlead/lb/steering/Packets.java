package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Frames for tests, built field by field with every checksum computed in full, apart from the code under test. The addresses decide the family. Immutable: each
 * change makes another one.
 */
final class Packets implements Cloneable {

    private static final int MORE_FRAGMENTS = 0x2000;

    private long destinationMac;
    private long sourceMac;
    private int vlan;
    private final int protocol;
    private IpAddress source = IpAddress.ofIpv4(0);
    private int sourcePort;
    private IpAddress destination = IpAddress.ofIpv4(0);
    private int destinationPort;
    private int flags; // of TCP; type and code of ICMP
    private boolean hasChecksum = true;
    private boolean isPartial;
    private int segmentSize;
    private int hopLimit = 64;
    private String ipOptions = "";
    private List<Extension> extensions = List.of();
    private byte[] payload;

    /** An IPv6 extension header: its own number, and what is in it behind the next header's number. */
    private static final class Extension {

        private final int header;
        private final byte[] content;

        private Extension(final int header, final byte[] content) {
            this.header = header;
            this.content = content;
        }
    }

    private Packets(final int protocol, final int flags, final byte[] payload) {
        this.protocol = protocol;
        this.flags = flags;
        this.payload = payload;
    }

    static Packets tcp(final int flags) {
        return new Packets(IpProtocol.TCP, flags, new byte[0]);
    }

    static Packets syn() {
        return tcp(TcpSegment.SYN);
    }

    static Packets udp() {
        return new Packets(IpProtocol.UDP, 0, "datagram".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** ICMP with 4 bytes of zeros behind the checksum, then the payload; IPv4. */
    static Packets icmp(final int type, final int code) {
        return new Packets(IpProtocol.ICMP, type << 8 | code, new byte[0]);
    }

    /** The same of ICMPv6; IPv6. */
    static Packets icmp6(final int type, final int code) {
        return new Packets(IpProtocol.ICMPV6, type << 8 | code, new byte[0]);
    }

    /** Nothing behind the IP headers. */
    static Packets of(final int protocol) {
        return new Packets(protocol, 0, new byte[0]);
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

    int protocol() {
        return protocol;
    }

    private Packets with(final Consumer<Packets> change) {
        try {
            final Packets copy = (Packets) clone();
            change.accept(copy);
            return copy;
        } catch (final CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    Packets macs(final long from, final long to) {
        return with(copy -> {
            copy.sourceMac = from;
            copy.destinationMac = to;
        });
    }

    Packets from(final int address, final int port) {
        return from(IpAddress.ofIpv4(address), port);
    }

    Packets from(final IpAddress address, final int port) {
        return with(copy -> {
            copy.source = address;
            copy.sourcePort = port;
        });
    }

    Packets to(final int address, final int port) {
        return to(IpAddress.ofIpv4(address), port);
    }

    Packets to(final IpAddress address, final int port) {
        return with(copy -> {
            copy.destination = address;
            copy.destinationPort = port;
        });
    }

    Packets flags(final int tcpFlags) {
        return with(copy -> copy.flags = tcpFlags);
    }

    /** With an 802.1Q tag; 0 for none. */
    Packets vlan(final int tagControl) {
        return with(copy -> copy.vlan = tagControl);
    }

    Packets withoutChecksum() {
        return with(copy -> copy.hasChecksum = false);
    }

    /** With the sum of the pseudo-header where the checksum of TCP or UDP goes, as a kernel leaves it to a network interface. */
    Packets partialChecksum() {
        return with(copy -> copy.isPartial = true);
    }

    boolean hasPartialChecksum() {
        return isPartial;
    }

    /** To be cut into segments of so many bytes of payload; such frames of TCP or UDP have partial checksums. */
    Packets superFrame(final int size) {
        return partialChecksum().with(copy -> copy.segmentSize = size);
    }

    Packets hopLimit(final int hops) {
        return with(copy -> copy.hopLimit = hops);
    }

    /** Of IPv4, as text, a multiple of four bytes. */
    Packets ipOptions(final String options) {
        return with(copy -> copy.ipOptions = options);
    }

    /**
     * With one more extension header of IPv6 behind those there are.
     *
     * @param header its number
     * @param length in bytes, a multiple of eight; padding is in it
     */
    Packets extension(final int header, final int length) {
        final byte[] content = new byte[length - 1];
        content[0] = (byte) (length / 8 - 1);
        if (header != IpProtocol.ROUTING) {
            // one PadN option (RFC 8200 section 4.2)
            content[1] = 1;
            content[2] = (byte) (length - 4);
        }
        return extension(new Extension(header, content));
    }

    private Packets extension(final Extension extension) {
        final List<Extension> more = new ArrayList<>(extensions);
        more.add(extension);
        return with(copy -> copy.extensions = more);
    }

    Packets payload(final String text) {
        return payload(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Packets payload(final byte[] bytes) {
        return with(copy -> copy.payload = bytes);
    }

    /** An ICMP error that quotes the beginning of a packet. */
    Packets quoting(final Packets packet, final int length) {
        return payload(Arrays.copyOf(packet.ipPacket(), length));
    }

    /**
     * Cuts the packet into fragments, whole ones of this payload and a last one that may be shorter. Behind a hop-by-hop header there may be no other extension.
     *
     * @param identification of all
     * @param length of the payload of each but the last, a multiple of eight bytes
     */
    List<byte[]> fragments(final int identification, final int length) {
        final byte[] ip = ipPacket();
        final int headerLength = isIpv6() ? 40 + extensionsLength() : 20 + ipOptions.length();
        final List<byte[]> fragments = new ArrayList<>();
        for (int offset = 0; headerLength + offset < ip.length; offset += length) {
            final int end = Math.min(ip.length, headerLength + offset + length);
            final byte[] part = Arrays.copyOfRange(ip, headerLength + offset, end);
            fragments.add(framed(fragment(ip, headerLength, identification, offset, part, end < ip.length)));
        }
        return fragments;
    }

    private byte[] fragment(
            final byte[] ip,
            final int headerLength,
            final int identification,
            final int offset,
            final byte[] part,
            final boolean isMoreComing) {
        if (isIpv6()) {
            final byte[] content = ByteBuffer.allocate(7)
                    .put((byte) 0)
                    .putShort((short) (offset | (isMoreComing ? 1 : 0)))
                    .putInt(identification)
                    .array();
            return extension(new Extension(IpProtocol.FRAGMENT, content)).ipv6Packet(part);
        }
        final ByteBuffer packet = ByteBuffer.allocate(headerLength + part.length);
        packet.put(ip, 0, headerLength).put(part);
        packet.putShort(2, (short) packet.capacity());
        packet.putShort(4, (short) identification);
        packet.putShort(6, (short) (offset / 8 | (isMoreComing ? MORE_FRAGMENTS : 0)));
        headerChecksum(packet, 0, headerLength);
        return packet.array();
    }

    private boolean isIpv6() {
        return source.isIpv6();
    }

    byte[] bytes() {
        return framed(ipPacket());
    }

    /** What stands in front of the frame: its virtio_net_hdr. */
    byte[] header() {
        final ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        if (isPartial) {
            final boolean isTcp = protocol == IpProtocol.TCP;
            final int start = ethernetLength() + (isIpv6() ? 40 + extensionsLength() : 20 + ipOptions.length());
            final int type = isTcp ? isIpv6() ? 4 : 1 : 5;
            header.put((byte) 1).put((byte) (segmentSize == 0 ? 0 : type));
            header.putShort((short) (start + (isTcp ? 20 : 8))).putShort((short) segmentSize);
            header.putShort((short) start).putShort((short) (isTcp ? 16 : 6));
        }
        return header.array();
    }

    private int ethernetLength() {
        return vlan == 0 ? 14 : 18;
    }

    private byte[] framed(final byte[] ip) {
        final ByteBuffer frame = ByteBuffer.allocate(ethernetLength() + ip.length);
        putMac(frame, destinationMac);
        putMac(frame, sourceMac);
        if (vlan != 0) {
            frame.putShort((short) EtherType.VLAN).putShort((short) vlan);
        }
        return frame.putShort((short) (isIpv6() ? EtherType.IPV6 : EtherType.IPV4))
                .put(ip)
                .array();
    }

    /** What is in the frame. */
    byte[] ipPacket() {
        return isIpv6() ? ipv6Packet(upperLayer()) : ipv4Packet(upperLayer());
    }

    private byte[] ipv4Packet(final byte[] upperLayer) {
        final byte[] options = ipOptions.getBytes(StandardCharsets.ISO_8859_1);
        final int headerLength = 20 + options.length;
        final ByteBuffer packet = ByteBuffer.allocate(headerLength + upperLayer.length);
        packet.put((byte) (0x40 | (headerLength / 4))).put((byte) 0);
        packet.putShort((short) packet.capacity()).putShort((short) 0x1234);
        packet.putShort((short) 0x4000)
                .put((byte) hopLimit)
                .put((byte) protocol)
                .putShort((short) 0);
        packet.put(octets(source)).put(octets(destination)).put(options).put(upperLayer);
        headerChecksum(packet, 0, headerLength);
        return packet.array();
    }

    private byte[] ipv6Packet(final byte[] upperLayer) {
        final int payloadLength = extensionsLength() + upperLayer.length;
        final ByteBuffer packet = ByteBuffer.allocate(40 + payloadLength);
        // traffic class 0xb8, flow label 0x12345
        packet.putInt(0x6B81_2345).putShort((short) payloadLength);
        packet.put((byte) (extensions.isEmpty() ? protocol : extensions.get(0).header))
                .put((byte) hopLimit);
        packet.put(octets(source)).put(octets(destination));
        for (int i = 0; i < extensions.size(); i++) {
            final int next = i + 1 < extensions.size() ? extensions.get(i + 1).header : protocol;
            packet.put((byte) next).put(extensions.get(i).content);
        }
        return packet.put(upperLayer).array();
    }

    private int extensionsLength() {
        return extensions.stream()
                .mapToInt(extension -> 1 + extension.content.length)
                .sum();
    }

    private static byte[] octets(final IpAddress address) {
        return address.isIpv6()
                ? ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array()
                : ByteBuffer.allocate(4).putInt(address.ipv4()).array();
    }

    private byte[] upperLayer() {
        switch (protocol) {
            case IpProtocol.TCP -> {
                final ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
                segment.putShort((short) sourcePort).putShort((short) destinationPort);
                segment.putInt(0x0102_0304).putInt(0x0506_0708).put((byte) 0x50).put((byte) flags);
                segment.putShort((short) 64_240).putShort((short) 0).putShort((short) 0);
                putChecksum(segment.put(payload), 16);
                return segment.array();
            }
            case IpProtocol.UDP -> {
                final ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
                datagram.putShort((short) sourcePort).putShort((short) destinationPort);
                datagram.putShort((short) datagram.capacity()).putShort((short) 0);
                putChecksum(datagram.put(payload), 6);
                return datagram.array();
            }
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> {
                final ByteBuffer message = ByteBuffer.allocate(8 + payload.length);
                message.putShort((short) flags).putShort((short) 0).putInt(0);
                putChecksum(message.put(payload), 2);
                return message.array();
            }
            default -> {
                return payload;
            }
        }
    }

    private void putChecksum(final ByteBuffer upperLayer, final int offset) {
        if (isPartial) {
            upperLayer.putShort(offset, (short) ~complement(pseudoHeaderSum(upperLayer)));
        } else if (hasChecksum) {
            upperLayer.putShort(offset, (short) checksum(upperLayer));
        }
    }

    private int checksum(final ByteBuffer upperLayer) {
        long sum = sum(upperLayer, 0, upperLayer.capacity());
        if (protocol != IpProtocol.ICMP) {
            sum += pseudoHeaderSum(upperLayer);
        }
        final int checksum = complement(sum);
        return protocol == IpProtocol.UDP && checksum == 0 ? 0xFFFF : checksum;
    }

    private long pseudoHeaderSum(final ByteBuffer upperLayer) {
        return sum(ByteBuffer.wrap(octets(source)), 0, octets(source).length)
                + sum(ByteBuffer.wrap(octets(destination)), 0, octets(destination).length)
                + protocol
                + upperLayer.capacity();
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
