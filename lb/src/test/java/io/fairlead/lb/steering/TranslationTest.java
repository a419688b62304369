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
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Node B delivers what director A steers to it. */
class TranslationTest {

    private static final int FIRST_SUBSTITUTE_PORT = 61_000;
    private static final Packets REPLY =
            Packets.tcp(TcpSegment.ACK).macs(mac(B), CLIENT_MAC).from(VIP, PROXY_PORT);

    private final TestNode node = TestNode.of(B, A);

    private static Packets steered(final Packets packet, final int port) {
        return toVip(packet, B, port).macs(mac(A), mac(B));
    }

    /** The expected frames are built anew, with full checksums: so every other byte is shown to be unchanged, too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldLeaveEveryChecksumRightWhenTranslatedForwardAndBack(final long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            if (i % 100 == 0) {
                node.pass(200);
            }
            checkForwardAndBack(random, "seed " + seed + " packet " + i);
        }
    }

    private void checkForwardAndBack(final Random random, final String which) {
        final boolean isTcp = random.nextBoolean();
        final int client = random.nextInt() | 1;
        final int clientPort = 1 + random.nextInt(65_535);
        final int originalPort = isTcp ? TRANSLATED_PORT : UDP_PORT;
        final int proxyPort = isTcp ? PROXY_PORT : UDP_PROXY_PORT;
        final Packets request = varied(isTcp ? Packets.syn() : Packets.udp(), random)
                .macs(mac(A), mac(B))
                .from(client, clientPort)
                .to(VIP, originalPort);
        final Packets reply = varied(isTcp ? Packets.tcp(TcpSegment.ACK) : Packets.udp(), random)
                .macs(mac(B), CLIENT_MAC)
                .from(VIP, proxyPort)
                .to(client, clientPort);

        final TestNode.Outcome forward = node.fromWire(request);
        final TestNode.Outcome back = node.fromKernel(reply);

        assertThat(forward.verdict()).as(which).isEqualTo(TO_HOST);
        assertThat(forward.frame())
                .as(which)
                .isEqualTo(request.to(VIP, proxyPort).bytes());
        assertThat(back.verdict()).as(which).isEqualTo(TO_UPLINK);
        assertThat(back.frame())
                .as(which)
                .isEqualTo(reply.from(VIP, originalPort).bytes());
    }

    private static Packets varied(final Packets packet, final Random random) {
        final StringBuilder payload = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            payload.append((char) random.nextInt(256));
        }
        final Packets varied = packet.payload(payload.toString())
                .ipOptions("\u0001".repeat(4 * random.nextInt(3)))
                .vlan(random.nextInt(4) == 0 ? 1 + random.nextInt(4000) : 0);
        return random.nextInt(8) == 0 && varied.protocol() == IpProtocol.UDP ? varied.withoutChecksum() : varied;
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
