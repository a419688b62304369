package io.fairlead.vrrp.announce;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.netstack.wire.NeighborMessage;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.VirtualRouterConfig;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class NeighborResponderTest {

    private static final IpAddress VIP = IpAddress.parse("fd51::ab:cdef");
    private static final IpAddress OTHER = IpAddress.parse("fd51::2");
    private static final IpAddress SOLICITED_NODE = IpAddress.parse("ff02::1:ffab:cdef");
    private static final IpAddress CLIENT = IpAddress.parse("fd51::c1");
    private static final IpAddress NONE = IpAddress.parse("::");
    private static final long CLIENT_MAC = MacAddress.parse("02:51:00:00:00:c1");
    private static final int LENGTH = 14 + 40 + 32;
    private static final int LENGTH_WITHOUT_OPTION = LENGTH - 8;

    private final NeighborResponder responder = new NeighborResponder(
            VirtualRouterConfig.builder(51, IpAddress.parse("fe80::1"), List.of(VIP))
                    .build(),
            Frames.MAC_1);
    private final UnsafeBuffer received = new UnsafeBuffer(new byte[LENGTH]);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[128]);

    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final NeighborMessage message = new NeighborMessage();

    @Test
    void shouldGiveOurMacWhenDirector() {
        solicit(CLIENT, SOLICITED_NODE, VIP);

        assertThat(responder.respond(MASTER, received, 0, LENGTH, frame, 4)).isEqualTo(NeighborResponder.FRAME_LENGTH);

        read(4);
        assertThat(ethernet.destination()).isEqualTo(CLIENT_MAC);
        assertThat(ethernet.source()).isEqualTo(Frames.MAC_1);
        assertThat(source()).isEqualTo(VIP);
        assertThat(destination()).isEqualTo(CLIENT);
        assertThat(ipv6.hopLimit()).isEqualTo(255);
        assertThat(message.type()).isEqualTo(NeighborMessage.ADVERTISEMENT);
        assertThat(message.flags()).isEqualTo(NeighborMessage.SOLICITED | NeighborMessage.OVERRIDE);
        assertThat(IpAddress.ofIpv6(message.targetHigh(), message.targetLow())).isEqualTo(VIP);
        assertThat(message.linkLayerAddress()).isEqualTo(Frames.MAC_1);
    }

    @Test
    void shouldAnswerTheFramesSourceWhenThereIsNoOption() {
        // a neighbour that checks whether we are still there asks by unicast, and may leave the option out
        solicitWithoutOption(CLIENT, VIP);
        assertThat(responder.respond(MASTER, received, 0, LENGTH_WITHOUT_OPTION, frame, 0))
                .isPositive();
        read(0);
        assertThat(ethernet.destination()).isEqualTo(CLIENT_MAC);
        assertThat(destination()).isEqualTo(CLIENT);
    }

    @Test
    void shouldDefendTheAddressToAllNodesWhenProbed() {
        solicitWithoutOption(NONE, SOLICITED_NODE);
        assertThat(responder.respond(MASTER, received, 0, LENGTH_WITHOUT_OPTION, frame, 0))
                .isPositive();
        read(0);
        assertThat(ethernet.destination()).isEqualTo(MacAddress.parse("33:33:00:00:00:01"));
        assertThat(destination()).isEqualTo(IpAddress.parse("ff02::1"));
        assertThat(message.flags()).isEqualTo(NeighborMessage.OVERRIDE);
    }

    @Test
    void shouldDiscardAProbeWhenItIsNoneByTheRfc() {
        solicitWithoutOption(NONE, VIP);
        assertSilent(LENGTH_WITHOUT_OPTION, "not to the solicited-node group");
        solicit(NONE, SOLICITED_NODE, VIP);
        assertSilent(LENGTH, "with a link-layer address");
    }

    @Test
    void shouldBeSilentWhenNotDirector() {
        solicit(CLIENT, SOLICITED_NODE, VIP);
        assertThat(responder.respond(BACKUP, received, 0, LENGTH, frame, 0)).isZero();
        assertThat(responder.respond(INITIALIZE, received, 0, LENGTH, frame, 0)).isZero();
        assertThat(responder.concernsVirtualIp(received, 0, LENGTH)).isTrue();
    }

    @Test
    void shouldBeSilentWhenItIsNotOurAddressOrNoQuestion() {
        solicit(CLIENT, SOLICITED_NODE, OTHER);
        assertSilent(LENGTH, "another target");
        assertThat(responder.concernsVirtualIp(received, 0, LENGTH)).isFalse();
        write(NeighborMessage.ADVERTISEMENT, CLIENT_MAC, CLIENT, SOLICITED_NODE, VIP, CLIENT_MAC, 255, 32);
        assertSilent(LENGTH, "an advertisement");
        assertThat(responder.concernsVirtualIp(received, 0, LENGTH)).isTrue();
        solicit(VIP, SOLICITED_NODE, VIP);
        assertSilent(LENGTH, "about its own source");
        solicit(SOLICITED_NODE, SOLICITED_NODE, VIP);
        assertSilent(LENGTH, "from a group");
        write(NeighborMessage.SOLICITATION, CLIENT_MAC, CLIENT, SOLICITED_NODE, VIP, MacAddress.BROADCAST, 255, 32);
        assertSilent(LENGTH, "an answer to everybody");
        write(NeighborMessage.SOLICITATION, Frames.MAC_1, CLIENT, SOLICITED_NODE, VIP, Frames.MAC_1, 255, 32);
        assertSilent(LENGTH, "our own question");
    }

    @Test
    void shouldDiscardWhatTheRfcDiscards() {
        write(NeighborMessage.SOLICITATION, CLIENT_MAC, CLIENT, SOLICITED_NODE, VIP, CLIENT_MAC, 254, 32);
        assertSilent(LENGTH, "hop limit 254");
        solicit(CLIENT, SOLICITED_NODE, VIP);
        received.putByte(14 + 40 + 2, (byte) ~received.getByte(14 + 40 + 2));
        assertSilent(LENGTH, "checksum");
        solicit(CLIENT, SOLICITED_NODE, VIP);
        received.putByte(13, (byte) 0);
        assertSilent(LENGTH, "not IPv6");
        solicit(CLIENT, SOLICITED_NODE, VIP);
        for (int length = 0; length < LENGTH; length++) {
            assertSilent(length, "cut");
        }
    }

    private void assertSilent(final int length, final String reason) {
        assertThat(responder.respond(MASTER, received, 0, length, frame, 0))
                .as(reason)
                .isZero();
    }

    private void solicit(final IpAddress source, final IpAddress destination, final IpAddress target) {
        write(NeighborMessage.SOLICITATION, CLIENT_MAC, source, destination, target, CLIENT_MAC, 255, 32);
    }

    private void solicitWithoutOption(final IpAddress source, final IpAddress destination) {
        write(NeighborMessage.SOLICITATION, CLIENT_MAC, source, destination, VIP, CLIENT_MAC, 255, 24);
    }

    private void write(
            final int type,
            final long sourceMac,
            final IpAddress source,
            final IpAddress destination,
            final IpAddress target,
            final long linkLayerAddress,
            final int hopLimit,
            final int messageLength) {
        ethernet.wrap(received, 0, LENGTH);
        ethernet.destination(MacAddress.ofIpv6Group(destination.low()))
                .source(sourceMac)
                .etherType(EtherType.IPV6);
        ipv6.wrap(received, 14, 40 + messageLength)
                .header(0, hopLimit, IpProtocol.ICMPV6, source, destination, messageLength);
        message.wrap(received, 54, messageLength)
                .message(type, 0, target, linkLayerAddress)
                .updateChecksum(ipv6.pseudoHeader());
    }

    private void read(final int offset) {
        assertThat(ethernet.wrap(frame, offset, NeighborResponder.FRAME_LENGTH).isValid())
                .isTrue();
        assertThat(ipv6.wrap(frame, ethernet.payloadIndex(), ethernet.payloadLength())
                        .isValid())
                .isTrue();
        message.wrap(frame, ipv6.upperLayerIndex(), ipv6.upperLayerLength());
        assertThat(message.isValid()).isTrue();
        assertThat(message.isChecksumValid(ipv6.pseudoHeader())).isTrue();
    }

    private IpAddress source() {
        return IpAddress.ofIpv6(ipv6.sourceHigh(), ipv6.sourceLow());
    }

    private IpAddress destination() {
        return IpAddress.ofIpv6(ipv6.destinationHigh(), ipv6.destinationLow());
    }
}
