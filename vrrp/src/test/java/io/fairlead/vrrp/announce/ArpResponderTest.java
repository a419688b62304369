package io.fairlead.vrrp.announce;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.Frames;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ArpResponderTest {

    private static final long CLIENT_MAC = MacAddress.parse("02:51:00:00:00:c1");
    private static final int CLIENT_IP = IpAddress.parse("10.51.0.11").ipv4();

    private final ArpResponder responder = new ArpResponder(Frames.config().build(), Frames.MAC_1);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);

    @Test
    void shouldGiveOurMacWhenDirector() {
        final int length = responder.respond(MASTER, request(CLIENT_MAC, CLIENT_IP, Frames.VIP.ipv4()), frame, 4);

        assertThat(length).isEqualTo(ArpResponder.FRAME_LENGTH);
        final EthernetFrame ethernet = new EthernetFrame().wrap(frame, 4, length);
        assertThat(ethernet.destination()).isEqualTo(CLIENT_MAC);
        assertThat(ethernet.source()).isEqualTo(Frames.MAC_1);
        final ArpPacket reply = new ArpPacket().wrap(frame, ethernet.payloadIndex(), ethernet.payloadLength());
        assertThat(reply.isValid()).isTrue();
        assertThat(reply.opcode()).isEqualTo(ArpPacket.REPLY);
        assertThat(reply.senderMac()).isEqualTo(Frames.MAC_1);
        assertThat(reply.senderIp()).isEqualTo(Frames.VIP.ipv4());
        assertThat(reply.targetMac()).isEqualTo(CLIENT_MAC);
        assertThat(reply.targetIp()).isEqualTo(CLIENT_IP);
    }

    @Test
    void shouldDefendTheAddressWhenProbed() {
        assertThat(responder.respond(MASTER, request(CLIENT_MAC, 0, Frames.VIP.ipv4()), frame, 0))
                .isPositive();
    }

    @Test
    void shouldBeSilentWhenNotDirector() {
        final ArpPacket request = request(CLIENT_MAC, CLIENT_IP, Frames.VIP.ipv4());
        assertThat(responder.respond(BACKUP, request, frame, 0)).isZero();
        assertThat(responder.respond(INITIALIZE, request, frame, 0)).isZero();
    }

    @Test
    void shouldBeSilentWhenItIsNotOurAddressOrNoQuestion() {
        final int vip = Frames.VIP.ipv4();
        assertThat(responder.respond(MASTER, request(CLIENT_MAC, CLIENT_IP, Frames.NODE_1.ipv4()), frame, 0))
                .isZero();
        assertThat(responder.respond(MASTER, request(CLIENT_MAC, CLIENT_IP, vip).header(ArpPacket.REPLY), frame, 0))
                .isZero();
        assertThat(responder.respond(MASTER, request(CLIENT_MAC, vip, vip), frame, 0))
                .as("gratuitous ARP of another node")
                .isZero();
        assertThat(responder.respond(MASTER, request(MacAddress.BROADCAST, CLIENT_IP, vip), frame, 0))
                .as("a reply to everybody")
                .isZero();
        assertThat(responder.respond(MASTER, request(Frames.MAC_1, CLIENT_IP, vip), frame, 0))
                .as("our own request")
                .isZero();
    }

    @Test
    void shouldKnowWhatIsItsBusinessWhenAskedByTheClassifier() {
        final int vip = Frames.VIP.ipv4();
        assertThat(responder.concernsVirtualIp(request(CLIENT_MAC, CLIENT_IP, vip)))
                .isTrue();
        assertThat(responder.concernsVirtualIp(request(CLIENT_MAC, vip, CLIENT_IP)))
                .isTrue();
        assertThat(responder.concernsVirtualIp(request(CLIENT_MAC, CLIENT_IP, Frames.NODE_1.ipv4())))
                .isFalse();
    }

    private static ArpPacket request(final long senderMac, final int senderIp, final int targetIp) {
        return new ArpPacket()
                .wrap(new UnsafeBuffer(new byte[ArpPacket.LENGTH]), 0, ArpPacket.LENGTH)
                .header(ArpPacket.REQUEST)
                .sender(senderMac, senderIp)
                .target(0, targetIp);
    }
}
