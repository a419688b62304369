package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.NeighborMessage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an interface without redirects keeps for the conductor, what it refuses for a closed VIP, and that all else passes. */
class AddressGuardTest {

    private static final long MAC = 0x0251_0000_0001L;
    private static final long OTHER_MAC = 0x0251_0000_0099L;
    private static final long ALL_NODES_MAC = 0x3333_0000_0001L;
    private static final int OWN_IPV4 = 0x0A33_0001;
    private static final int OPEN_IPV4 = 0x0A33_0064;
    private static final int CLOSED_IPV4 = 0x0A33_0065;
    private static final IpAddress OPEN = IpAddress.parse("2001:db8::100");
    private static final IpAddress CLOSED = IpAddress.parse("2001:db8::101");
    private static final IpAddress CLIENT = IpAddress.parse("2001:db8::99");
    private static final IpAddress OTHER = IpAddress.parse("2001:db8::1");
    private static final int ECHO_REQUEST = 128;
    private static final int PACKET_TOO_BIG = 2;

    private final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    private final AddressGuard guard = new AddressGuard(
            MAC,
            OWN_IPV4,
            new VirtualIps(
                    List.of(OPEN, CLOSED, IpAddress.ofIpv4(OPEN_IPV4), IpAddress.ofIpv4(CLOSED_IPV4)),
                    List.of(CLOSED, IpAddress.ofIpv4(CLOSED_IPV4))),
            counters);

    private static final class Case {
        private final String description;
        private final byte[] frame;
        private final int verdict;
        private final @Nullable SteeringCounter counter;

        Case(final String description, final byte[] frame, final int verdict, final @Nullable SteeringCounter counter) {
            this.description = description;
            this.frame = frame;
            this.verdict = verdict;
            this.counter = counter;
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private static Case kept(final String description, final byte[] frame) {
        return new Case(description, frame, TO_CONTROL, null);
    }

    private static Case passed(final String description, final byte[] frame) {
        return new Case(description, frame, TO_HOST, SteeringCounter.PASSED_TO_HOST);
    }

    private static Case refused(final String description, final byte[] frame) {
        return new Case(description, frame, DROP, SteeringCounter.DROP_NOT_ACCEPTED);
    }

    static Stream<Case> fromWire() {
        return Stream.of(
                kept("a question for a VIP", neighbor(NeighborMessage.SOLICITATION, OPEN)),
                kept("a question for a closed VIP", neighbor(NeighborMessage.SOLICITATION, CLOSED)),
                kept("a claim of a VIP", neighbor(NeighborMessage.ADVERTISEMENT, OPEN)),
                kept("an ARP request for a VIP", Packets.arpRequest(OTHER_MAC, 0x0A33_0002, OPEN_IPV4)),
                kept("VRRP over IPv6", ipv6(IpProtocol.VRRP, IpAddress.parse("ff02::12"), new byte[24])),
                kept("VRRP over IPv4", Packets.withProtocol(toIpv4(0xE000_0012), IpProtocol.VRRP)),
                passed("a question for another address", neighbor(NeighborMessage.SOLICITATION, OTHER)),
                passed("an ARP request for another address", Packets.arpRequest(OTHER_MAC, 0x0A33_0002, 0x0A33_0001)),
                passed("a ping to a VIP", icmp(ECHO_REQUEST, OPEN)),
                passed("TCP to a VIP", ipv6(IpProtocol.TCP, OPEN, new byte[20])),
                passed("TCP to an IPv4 VIP", toIpv4(OPEN_IPV4)),
                passed("an ICMP error to a closed VIP", icmp(PACKET_TOO_BIG, CLOSED)),
                passed("TCP to another address", ipv6(IpProtocol.TCP, OTHER, new byte[20])),
                passed("an IPv6 header that is cut", cut(ipv6(IpProtocol.TCP, CLOSED, new byte[20]))),
                refused("a ping to a closed VIP", icmp(ECHO_REQUEST, CLOSED)),
                refused("TCP to a closed VIP", ipv6(IpProtocol.TCP, CLOSED, new byte[20])),
                refused("TCP to a closed IPv4 VIP", toIpv4(CLOSED_IPV4)),
                new Case("a foreign MAC", foreign(), DROP, SteeringCounter.DROP_FOREIGN_UNICAST),
                new Case("half an Ethernet header", new byte[9], DROP, SteeringCounter.DROP_CUT));
    }

    @ParameterizedTest
    @MethodSource("fromWire")
    void shouldSortFramesFromTheWire(final Case row) {
        final byte[] before = row.frame.clone();
        final UnsafeBuffer buffer = new UnsafeBuffer(row.frame);
        assertThat(guard.onUplinkFrame(buffer, 0, row.frame.length, 0)).isEqualTo(row.verdict);
        assertThat(row.frame).as("untouched").isEqualTo(before);
        for (final SteeringCounter counter : SteeringCounter.values()) {
            assertThat(counters.get(counter).get()).as(counter.name()).isEqualTo(counter == row.counter ? 1 : 0);
        }
    }

    @Test
    void shouldPassWhatTheKernelSends() {
        final byte[] frame = icmp(ECHO_REQUEST, CLOSED);
        assertThat(guard.onHostFrame(new UnsafeBuffer(frame), 0, frame.length, 0))
                .isEqualTo(TO_UPLINK);
        assertThat(counters.get(SteeringCounter.PASSED_TO_UPLINK).get()).isEqualTo(1);
    }

    @Test
    void shouldAskInItsOwnNameWhenTheKernelAsksInThatOfAVip() {
        final byte[] frame = Packets.arpRequest(MAC, OPEN_IPV4, 0x0A33_0063);
        assertThat(guard.onHostFrame(new UnsafeBuffer(frame), 0, frame.length, 0))
                .isEqualTo(TO_UPLINK);
        assertThat(frame).isEqualTo(Packets.arpRequest(MAC, OWN_IPV4, 0x0A33_0063));
        assertThat(counters.get(SteeringCounter.ARP_SENDER_CORRECTED).get()).isEqualTo(1);
    }

    private static byte[] toIpv4(final int destination) {
        return Packets.syn()
                .macs(OTHER_MAC, MAC)
                .from(0x0A33_0063, 1234)
                .to(destination, 22)
                .bytes();
    }

    private static byte[] icmp(final int type, final IpAddress destination) {
        final byte[] message = new byte[48];
        message[0] = (byte) type;
        return ipv6(IpProtocol.ICMPV6, destination, message);
    }

    private static byte[] neighbor(final int type, final IpAddress target) {
        final byte[] message = new byte[NeighborMessage.LENGTH];
        new NeighborMessage().wrap(new UnsafeBuffer(message), 0, message.length).message(type, 0, target, OTHER_MAC);
        return ipv6(IpProtocol.ICMPV6, IpAddress.parse("ff02::1"), message);
    }

    private static byte[] ipv6(final int protocol, final IpAddress destination, final byte[] payload) {
        final byte[] frame = new byte[EthernetFrame.HEADER_LENGTH + Ipv6Packet.HEADER_LENGTH + payload.length];
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        new EthernetFrame()
                .wrap(buffer, 0, frame.length)
                .destination(destination.isMulticast() ? ALL_NODES_MAC : MAC)
                .source(OTHER_MAC)
                .etherType(EtherType.IPV6);
        new Ipv6Packet()
                .wrap(buffer, EthernetFrame.HEADER_LENGTH, frame.length - EthernetFrame.HEADER_LENGTH)
                .header(0, 255, protocol, CLIENT, destination, payload.length);
        buffer.putBytes(EthernetFrame.HEADER_LENGTH + Ipv6Packet.HEADER_LENGTH, payload);
        return frame;
    }

    private static byte[] cut(final byte[] frame) {
        return Arrays.copyOf(frame, EthernetFrame.HEADER_LENGTH + Ipv6Packet.HEADER_LENGTH - 1);
    }

    private static byte[] foreign() {
        return Packets.syn()
                .macs(OTHER_MAC, OTHER_MAC)
                .from(0x0A33_0063, 1234)
                .to(OPEN_IPV4, 22)
                .bytes();
    }
}
