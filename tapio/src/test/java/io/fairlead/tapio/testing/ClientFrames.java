package io.fairlead.tapio.testing;

import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.QuotedPacket;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames of all kinds, from a seed, and the queue that the data path expects each of them in: what it finds by its own flyweights. */
public final class ClientFrames {

    private static final byte[] MACS = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9};
    private static final int[] EXTENSIONS = {
        IpProtocol.HOP_BY_HOP_OPTIONS, IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS, IpProtocol.FRAGMENT
    };
    private static final int[] ICMP_TYPES = {0, 3, 4, 5, 8, 11, 12};
    private static final int[] ICMPV6_TYPES = {0, 1, 2, 3, 4, 5, 128, 135};

    private final Random random;

    public ClientFrames(final long seed) {
        random = new Random(seed);
    }

    /** One more frame, of 14 bytes at least. */
    public byte[] next() {
        final ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(MACS);
        for (int tags = random.nextInt(4); tags > 1; tags--) {
            put16(frame, random.nextBoolean() ? EtherType.VLAN : EtherType.SERVICE_VLAN);
            put16(frame, random.nextInt(0x10000));
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                put16(frame, EtherType.ARP);
                putRandom(frame, 28);
            }
            case 1, 2, 3 -> {
                put16(frame, EtherType.IPV6);
                frame.writeBytes(ipv6(true));
            }
            default -> {
                put16(frame, EtherType.IPV4);
                frame.writeBytes(ipv4(true));
            }
        }
        final byte[] whole = frame.toByteArray();
        return random.nextInt(10) == 0
                ? Arrays.copyOf(whole, EthernetFrame.HEADER_LENGTH + random.nextInt(whole.length - 13))
                : whole;
    }

    private byte[] ipv4(final boolean mayQuote) {
        final int optionWords = random.nextInt(3) == 0 ? random.nextInt(11) : 0;
        final boolean isIcmp = mayQuote && random.nextInt(3) != 0;
        final byte[] payload = isIcmp ? icmp(ICMP_TYPES, ipv4(false)) : ports();
        final ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x45 + optionWords);
        packet.write(0);
        put16(packet, 20 + 4 * optionWords + payload.length);
        put16(packet, random.nextInt(0x10000));
        put16(packet, random.nextInt(4) == 0 ? random.nextInt(0x4000) : random.nextBoolean() ? 0x4000 : 0);
        packet.write(64);
        packet.write(isIcmp ? IpProtocol.ICMP : random.nextBoolean() ? IpProtocol.TCP : IpProtocol.UDP);
        put16(packet, 0);
        putRandom(packet, 8 + 4 * optionWords);
        packet.writeBytes(payload);
        return packet.toByteArray();
    }

    private byte[] ipv6(final boolean mayQuote) {
        final boolean isIcmp = mayQuote && random.nextInt(3) != 0;
        byte[] payload = isIcmp ? icmp(ICMPV6_TYPES, ipv6(false)) : ports();
        int header = isIcmp ? IpProtocol.ICMPV6 : random.nextBoolean() ? IpProtocol.TCP : IpProtocol.UDP;
        for (int headers = random.nextInt(3) == 0 ? random.nextInt(11) : 0; headers > 0; headers--) {
            final ByteArrayOutputStream extended = new ByteArrayOutputStream();
            final int extension = EXTENSIONS[random.nextInt(EXTENSIONS.length)];
            extended.write(header);
            if (extension == IpProtocol.FRAGMENT) {
                extended.write(0);
                put16(extended, random.nextInt(3) == 0 ? random.nextInt(0x10000) : 0);
                putRandom(extended, 4);
            } else {
                final int units = random.nextInt(4);
                extended.write(units);
                putRandom(extended, 6 + 8 * units);
            }
            extended.writeBytes(payload);
            payload = extended.toByteArray();
            header = extension;
        }
        final ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.writeBytes(new byte[] {0x60, 0, 0, 0});
        put16(packet, payload.length);
        packet.write(header);
        packet.write(64);
        putRandom(packet, 32);
        packet.writeBytes(payload);
        return packet.toByteArray();
    }

    private byte[] icmp(final int[] types, final byte[] quoted) {
        final ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(types[random.nextInt(types.length)]);
        putRandom(message, 7);
        message.writeBytes(quoted);
        return message.toByteArray();
    }

    private byte[] ports() {
        final byte[] bytes = new byte[20 + random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void putRandom(final ByteArrayOutputStream out, final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        out.writeBytes(bytes);
    }

    private static void put16(final ByteArrayOutputStream out, final int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    /** Where a frame from the wire has to come out; empty if the data path does not look at a table for it. */
    public static OptionalInt queueOnUplink(final byte[] bytes, final int queues) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final EthernetFrame ethernet = new EthernetFrame().wrap(buffer, 0, bytes.length);
        if (!ethernet.isValid()) {
            return OptionalInt.empty();
        }
        return switch (ethernet.etherType()) {
            case EtherType.IPV4 -> {
                final Ipv4Packet ip = new Ipv4Packet().wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
                if (!ip.isValid()) {
                    yield OptionalInt.empty();
                }
                final boolean isError = ip.protocol() == IpProtocol.ICMP
                        && !ip.isFragment()
                        && isError(buffer, ip.payloadIndex(), ip.payloadLength(), false);
                yield isError
                        ? queueOfQuoted(buffer, ip.payloadIndex(), ip.payloadLength(), false, queues)
                        : OptionalInt.of(ClientQueue.of(0, Ipv6Address.mappedLow(ip.source()), queues));
            }
            case EtherType.IPV6 -> {
                final Ipv6Packet ip = new Ipv6Packet().wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
                if (!ip.isValid()) {
                    yield OptionalInt.empty();
                }
                final boolean isError = ip.upperLayerProtocol() == IpProtocol.ICMPV6
                        && !ip.isFragment()
                        && isError(buffer, ip.upperLayerIndex(), ip.upperLayerLength(), true);
                yield isError
                        ? queueOfQuoted(buffer, ip.upperLayerIndex(), ip.upperLayerLength(), true, queues)
                        : OptionalInt.of(ClientQueue.of(ip.sourceHigh(), ip.sourceLow(), queues));
            }
            default -> OptionalInt.of(0);
        };
    }

    private static boolean isError(final UnsafeBuffer buffer, final int index, final int length, final boolean isIpv6) {
        final IcmpMessage icmp = new IcmpMessage().wrap(buffer, index, length);
        return icmp.isValid() && (isIpv6 ? icmp.isIpv6Error() : icmp.isError());
    }

    private static OptionalInt queueOfQuoted(
            final UnsafeBuffer buffer, final int index, final int length, final boolean isIpv6, final int queues) {
        final IcmpMessage icmp = new IcmpMessage().wrap(buffer, index, length);
        final QuotedPacket quoted = new QuotedPacket().wrap(buffer, icmp.quotedIndex(), icmp.quotedLength(), isIpv6);
        return quoted.isValid()
                ? OptionalInt.of(ClientQueue.of(quoted.destinationHigh(), quoted.destinationLow(), queues))
                : OptionalInt.empty();
    }

    /** Where a frame of the kernel has to come out, if it is valid. */
    public static OptionalInt queueOnHost(final byte[] bytes, final int queues) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final EthernetFrame ethernet = new EthernetFrame().wrap(buffer, 0, bytes.length);
        if (!ethernet.isValid()) {
            return OptionalInt.empty();
        }
        return switch (ethernet.etherType()) {
            case EtherType.IPV4 -> {
                final Ipv4Packet ip = new Ipv4Packet().wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
                yield ip.isValid()
                        ? OptionalInt.of(ClientQueue.of(0, Ipv6Address.mappedLow(ip.destination()), queues))
                        : OptionalInt.empty();
            }
            case EtherType.IPV6 -> {
                final Ipv6Packet ip = new Ipv6Packet().wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
                yield ip.isValid()
                        ? OptionalInt.of(ClientQueue.of(ip.destinationHigh(), ip.destinationLow(), queues))
                        : OptionalInt.empty();
            }
            default -> OptionalInt.of(0);
        };
    }
}
