package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.OTHER_TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Node B delivers what director A steers to it. */
class TranslationTest {

    private static final int FIRST_SUBSTITUTE_PORT = 61_000;
    private static final Packets REPLY =
            Packets.tcp(TcpSegment.ACK).macs(mac(B), CLIENT_MAC).from(VIP, PROXY_PORT);

    private final TestNode node = TestNode.of(B, A);

    private static Packets steered(final Packets packet, final int port) {
        return toVip(packet, B, port).macs(mac(A), mac(B));
    }

    @Test
    void shouldSendAllOnesWhenATranslatedDatagramsChecksumComesToZero() {
        int allOnes = 0;
        for (int filler = 0; filler <= 0xFFFF; filler++) {
            final Packets datagram =
                    steered(Packets.udp().payload("" + (char) (filler >>> 8) + (char) (filler & 0xFF)), UDP_PORT);
            final byte[] out = node.fromWire(datagram).frame();
            final int checksum = ByteBuffer.wrap(out).getShort(40) & 0xFFFF;
            assertThat(checksum).isNotZero();
            if (checksum == 0xFFFF) {
                allOnes++;
                assertThat(out).isEqualTo(datagram.to(VIP, UDP_PROXY_PORT).bytes());
            }
        }
        assertThat(allOnes).isPositive();
    }

    @Test
    void shouldTranslateTheClientPortWhenTwoFlowsWouldLookAlike() {
        final Packets first = steered(Packets.syn(), TRANSLATED_PORT);
        final Packets second = steered(Packets.syn(), OTHER_TRANSLATED_PORT);

        assertThat(node.fromWire(first).frame())
                .isEqualTo(first.to(VIP, PROXY_PORT).bytes());
        assertThat(node.fromWire(second).frame())
                .isEqualTo(second.from(CLIENT, FIRST_SUBSTITUTE_PORT)
                        .to(VIP, PROXY_PORT)
                        .bytes());
        assertThat(node.count(SteeringCounter.CLIENT_PORT_TRANSLATED)).isEqualTo(1);

        assertThat(node.fromKernel(REPLY.to(CLIENT, CLIENT_PORT)).frame())
                .isEqualTo(
                        REPLY.from(VIP, TRANSLATED_PORT).to(CLIENT, CLIENT_PORT).bytes());
        assertThat(node.fromKernel(REPLY.to(CLIENT, FIRST_SUBSTITUTE_PORT)).frame())
                .isEqualTo(REPLY.from(VIP, OTHER_TRANSLATED_PORT)
                        .to(CLIENT, CLIENT_PORT)
                        .bytes());
    }

    @Test
    void shouldKeepATranslatedFlowWhenOnlyTheKernelTalks() {
        node.fromWire(steered(Packets.syn(), TRANSLATED_PORT));
        for (int i = 0; i < 20; i++) {
            node.pass(20);
            node.fromKernel(REPLY.to(CLIENT, CLIENT_PORT));
        }
        assertThat(node.liveFlows()).isEqualTo(1);

        node.pass(30 + 35);
        assertThat(node.liveFlows()).isZero();
        assertThat(node.fromKernel(REPLY.to(CLIENT, CLIENT_PORT)).frame())
                .isEqualTo(REPLY.to(CLIENT, CLIENT_PORT).bytes());
    }

    @Test
    void shouldForgetATranslatedDatagramFlowByTheTimeoutOfDatagrams() {
        node.fromWire(steered(Packets.udp(), UDP_PORT));
        node.fromWire(steered(Packets.udp(), UDP_PORT));

        node.pass(180 + 35);

        assertThat(node.liveFlows()).isZero();
    }
}
