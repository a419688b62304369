package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes arrive, cut wherever: isValid never throws, and what it calls valid can be read without leaving the packet. */
class PoisonedBufferTest {

    private static final long SEED = 0x5EEDL;
    private static final int ROUNDS = 200_000;
    private static final int LONGEST = 80;

    /** Hop-by-hop options, a first fragment and destination options, then nothing: 64 bytes. */
    private static final byte[] IPV6_WITH_EXTENSIONS = Bytes.hex(
            "6000 0000 0018 0040" + "00".repeat(32) + "2c00 0000 0000 0000 3c00 0001 0000 0001 3b00 0000 0000 0000");

    private static int sink;

    /** Wraps, and uses every accessor if valid. */
    @FunctionalInterface
    private interface Flyweight {
        boolean wrapAndRead(MutableDirectBuffer buffer, int index, int length);
    }

    static Stream<Arguments> flyweights() {
        return Stream.of(
                Arguments.of("Ethernet", Golden.DOUBLE_TAGGED, (Flyweight) PoisonedBufferTest::ethernet),
                Arguments.of("ARP", Arrays.copyOfRange(Golden.GRATUITOUS_ARP_FRAME, 14, 42), (Flyweight)
                        PoisonedBufferTest::arp),
                Arguments.of("IPv4", Golden.IPV4_WITH_OPTIONS, (Flyweight) PoisonedBufferTest::ipv4),
                Arguments.of("IPv6", IPV6_WITH_EXTENSIONS, (Flyweight) PoisonedBufferTest::ipv6),
                Arguments.of(
                        "neighbour discovery", Arrays.copyOfRange(Golden.NEIGHBOR_ADVERTISEMENT, 40, 72), (Flyweight)
                                PoisonedBufferTest::neighbor),
                Arguments.of("TCP", Golden.TCP_SYN, (Flyweight) PoisonedBufferTest::tcp),
                Arguments.of("UDP", Golden.UDP, (Flyweight) PoisonedBufferTest::udp),
                Arguments.of("ICMP", Golden.ICMP_TOO_BIG, (Flyweight) PoisonedBufferTest::icmp));
    }

    @Test
    void shouldRunWithBoundsChecks() {
        assertThat(UnsafeBuffer.SHOULD_BOUNDS_CHECK).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flyweights")
    void shouldStayInsideWhateverArrives(final String name, final byte[] golden, final Flyweight flyweight) {
        final Random random = new Random(SEED);
        final byte[] memory = new byte[LONGEST + 8];
        final UnsafeBuffer buffer = new UnsafeBuffer(memory);
        int valid = 0;
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(memory);
            final int length = random.nextInt(LONGEST + 1);
            final int start = memory.length - length;
            if (random.nextInt(4) != 0) {
                mutate(golden, memory, start, length, random);
            }
            // every other round nothing lies in front of the packet either
            final int before = random.nextBoolean() ? 0 : random.nextInt(start + 1);
            buffer.wrap(memory, start - before, before + length);
            try {
                valid += flyweight.wrapAndRead(buffer, before, length) ? 1 : 0;
            } catch (final RuntimeException e) {
                throw new AssertionError(name + ": seed " + SEED + ", round " + round + ", length " + length, e);
            }
        }
        assertThat(valid).as("valid ones among the rounds").isBetween(ROUNDS / 100, ROUNDS - ROUNDS / 100);
    }

    private static void mutate(
            final byte[] golden, final byte[] memory, final int start, final int length, final Random random) {
        System.arraycopy(golden, 0, memory, start, Math.min(length, golden.length));
        for (int flips = length == 0 ? 0 : random.nextInt(4); flips > 0; flips--) {
            memory[start + random.nextInt(length)] = (byte) random.nextInt();
        }
    }

    private static boolean ethernet(final MutableDirectBuffer buffer, final int index, final int length) {
        final EthernetFrame frame = new EthernetFrame().wrap(buffer, index, length);
        sink += frame.toString().length();
        if (!frame.isValid()) {
            return false;
        }
        sink += (int) (frame.destination() + frame.source()) + frame.etherType() + frame.vlanId();
        assertInside(frame.payloadIndex(), frame.payloadLength(), index, length);
        frame.destination(frame.source()).source(MacAddress.BROADCAST);
        return true;
    }

    private static boolean arp(final MutableDirectBuffer buffer, final int index, final int length) {
        final ArpPacket arp = new ArpPacket().wrap(buffer, index, length);
        sink += arp.toString().length();
        if (!arp.isValid()) {
            return false;
        }
        sink += arp.opcode() + (int) (arp.senderMac() + arp.targetMac()) + arp.senderIp() + arp.targetIp();
        arp.header(ArpPacket.REPLY).sender(arp.targetMac(), arp.targetIp()).target(arp.senderMac(), arp.senderIp());
        return true;
    }

    private static boolean ipv4(final MutableDirectBuffer buffer, final int index, final int length) {
        final Ipv4Packet packet = new Ipv4Packet().wrap(buffer, index, length);
        sink += packet.toString().length();
        if (!packet.isValid()) {
            return false;
        }
        sink += packet.tos() + packet.ttl() + packet.protocol() + packet.checksum() + packet.fragmentOffset();
        sink += packet.source() + packet.destination() + (packet.isFragment() ? 1 : 0);
        final boolean right = packet.isChecksumValid();
        packet.rewriteSource(sink).rewriteDestination(~sink);
        assertThat(packet.isChecksumValid())
                .as("a rewrite keeps a checksum right or wrong")
                .isEqualTo(right);
        packet.identification(sink);
        assertThat(packet.isChecksumValid()).isTrue();
        assertInside(packet.payloadIndex(), packet.payloadLength(), index, length);
        return true;
    }

    private static boolean ipv6(final MutableDirectBuffer buffer, final int index, final int length) {
        final Ipv6Packet packet = new Ipv6Packet().wrap(buffer, index, length);
        sink += packet.toString().length();
        if (!packet.isValid()) {
            return false;
        }
        sink += packet.trafficClass() + packet.hopLimit() + packet.nextHeader() + packet.upperLayerProtocol();
        sink += packet.fragmentOffset() + (packet.isFragment() ? 1 : 0) + (int) packet.pseudoHeader();
        assertInside(packet.upperLayerIndex(), packet.upperLayerLength(), index, length);
        return true;
    }

    private static boolean neighbor(final MutableDirectBuffer buffer, final int index, final int length) {
        final NeighborMessage message = new NeighborMessage().wrap(buffer, index, length);
        sink += message.toString().length();
        if (!message.isValid()) {
            return false;
        }
        sink += message.type() + message.flags() + (int) (message.targetHigh() + message.targetLow());
        sink += (int) message.linkLayerAddress() + (message.isChecksumValid(sink) ? 1 : 0);
        message.updateChecksum(sink);
        return true;
    }

    private static boolean tcp(final MutableDirectBuffer buffer, final int index, final int length) {
        final TcpSegment tcp = new TcpSegment().wrap(buffer, index, length);
        sink += tcp.toString().length();
        if (!tcp.isValid()) {
            return false;
        }
        sink += tcp.sourcePort() + tcp.destinationPort() + tcp.sequence() + tcp.acknowledgment() + tcp.flags();
        sink += tcp.checksum(tcp.checksum() ^ 1).checksum() + (tcp.isOpening() ? 1 : 0);
        assertInside(index + tcp.headerLength(), length - tcp.headerLength(), index, length);
        return true;
    }

    private static boolean udp(final MutableDirectBuffer buffer, final int index, final int length) {
        final UdpDatagram udp = new UdpDatagram().wrap(buffer, index, length);
        sink += udp.toString().length();
        if (!udp.isValid()) {
            return false;
        }
        sink += udp.sourcePort()
                + udp.destinationPort()
                + udp.length()
                + udp.checksum(udp.checksum()).checksum();
        return true;
    }

    private static boolean icmp(final MutableDirectBuffer buffer, final int index, final int length) {
        final IcmpMessage icmp = new IcmpMessage().wrap(buffer, index, length);
        sink += icmp.toString().length();
        if (!icmp.isValid()) {
            return false;
        }
        sink += icmp.type() + icmp.code() + (icmp.isError() ? 1 : 0);
        assertInside(icmp.quotedIndex(), icmp.quotedLength(), index, length);
        return true;
    }

    private static void assertInside(final int partIndex, final int partLength, final int index, final int length) {
        if (partLength < 0 || partIndex < index || partIndex + partLength != index + length) {
            // an IPv4 packet may be followed by padding, so it may end earlier
            assertThat(partLength).isNotNegative();
            assertThat(partIndex).isGreaterThanOrEqualTo(index);
            assertThat(partIndex + partLength).isLessThanOrEqualTo(index + length);
        }
    }
}
