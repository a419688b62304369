package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.ip6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever believes to be director, and whatever each node believes of the others and of the clients: a frame goes over the wire at most once more than it must, which is
 * once, and comes to a kernel or is dropped while an owner is asked for.
 */
@Tag("long")
class SeveralDirectorsTest {

    private static final long SEED = 20261124;
    private static final int CLUSTERS = 400;
    private static final int FRAMES = 60;
    private static final int CLIENTS = 6;
    private static final int MOST_CROSSINGS = 2;

    private final Random random = new Random(SEED);
    private final List<TestNode> nodes = new ArrayList<>();

    /** Each bit of the number is a node that believes to be director; the others believe in any node, or in none. */
    private void begin(final int directors) {
        nodes.clear();
        for (int node = A; node <= C; node++) {
            final boolean isDirector = (directors >> node & 1) != 0;
            final TestNode made = TestNode.of(node, isDirector ? node : anyOtherThan(node));
            made.publish(cluster -> cluster.best(random.nextInt(3)).eligible(random.nextInt(3), random.nextBoolean()));
            if (random.nextInt(3) == 0) {
                made.publish(cluster -> cluster.withoutIpv6(random.nextInt(3)));
            }
            nodes.add(made);
        }
        for (int client = 0; client < CLIENTS; client++) {
            nodes.get(random.nextInt(3)).stick(client(random.nextBoolean(), client), random.nextInt(3));
        }
    }

    private int anyOtherThan(final int node) {
        return (node + 1 + random.nextInt(2)) % 3;
    }

    private static IpAddress client(final boolean isIpv6, final int number) {
        return isIpv6 ? IpAddress.ofIpv6(CLIENT6.high(), CLIENT6.low() + number) : IpAddress.ofIpv4(CLIENT + number);
    }

    private IpAddress anyDestination(final boolean isIpv6) {
        final int node = random.nextInt(3);
        if (random.nextBoolean()) {
            return isIpv6 ? VIP6 : IpAddress.ofIpv4(VIP);
        }
        return isIpv6 ? ip6(node) : IpAddress.ofIpv4(ip(node));
    }

    private Packets anyFrame(final int to) {
        final boolean isIpv6 = random.nextBoolean();
        final IpAddress destination = anyDestination(isIpv6);
        final Packets packet =
                switch (random.nextInt(4)) {
                    case 0 -> Packets.syn().to(destination, SAME_PORT);
                    case 1 -> Packets.tcp(TcpSegment.ACK).to(destination, SAME_PORT);
                    case 2 -> Packets.tcp(TcpSegment.FIN | TcpSegment.ACK).to(destination, TRANSLATED_PORT);
                    default -> Packets.udp().to(destination, UDP_PORT);
                };
        return packet.macs(CLIENT_MAC, mac(to)).from(client(isIpv6, random.nextInt(CLIENTS)), 1024 + random.nextInt(3));
    }

    /** How often the frame, and what nodes make of it, is put on the wire by a node. */
    private int crossings(final int to, final byte[] frame, final String what) {
        byte[] now = frame;
        int at = to;
        int crossings = 0;
        while (true) {
            final TestNode.Outcome outcome = nodes.get(at).fromWire(now);
            if (outcome.verdict() != TO_UPLINK) {
                return crossings;
            }
            now = outcome.frame();
            at = now[5] - 1;
            crossings++;
            assertThat(crossings).as(what).isLessThanOrEqualTo(MOST_CROSSINGS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0b000, 0b001, 0b011, 0b101, 0b110, 0b111})
    void shouldNeverSendAFrameRound(final int directors) {
        int most = 0;
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            begin(directors);
            for (int i = 0; i < FRAMES; i++) {
                final int to = random.nextInt(3);
                most = Math.max(
                        most,
                        crossings(to, anyFrame(to).bytes(), "seed " + SEED + ", cluster " + cluster + ", frame " + i));
            }
            assertThat(nodes).allSatisfy(node -> assertThat(node.count(SteeringCounter.DROP_LOOP))
                    .isZero());
        }
        assertThat(most).isPositive();
    }

    @Test
    void shouldCountAndDropItsOwnFramesWhenTheNetworkBringsThemBack() {
        final TestNode director = TestNode.of(A, A);
        final Packets syn = Packets.syn().from(CLIENT, 1024).to(VIP, SAME_PORT);
        final Packets sent = Packets.tcp(TcpSegment.ACK).from(VIP, SAME_PORT).to(CLIENT, 1024);
        final Packets error = Packets.icmp(IcmpMessage.DESTINATION_UNREACHABLE, 4)
                .from(CLIENT, 0)
                .to(VIP, 0)
                .quoting(sent, 28);

        for (final Packets packet : List.of(syn, error)) {
            assertThat(director.fromWire(packet.macs(mac(A), mac(A))).verdict()).isEqualTo(DROP);
        }
        assertThat(director.count(SteeringCounter.DROP_LOOP)).isEqualTo(2);
    }
}
