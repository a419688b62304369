package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fairlead.netstack.wire.IpProtocol;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes: no exception, no byte written outside the frame, a known verdict, and every frame accounted for. */
class SteeringFuzzTest {

    private static final int FRAMES = 50_000;

    /** Each frame raises exactly one of these, or goes to the conductor, whose copies the engine counts. */
    private static final Set<SteeringCounter> ONE_PER_FRAME = EnumSet.of(
            SteeringCounter.PASSED_TO_HOST,
            SteeringCounter.PASSED_TO_UPLINK,
            SteeringCounter.PASSED_MALFORMED,
            SteeringCounter.STEERED,
            SteeringCounter.HANDED_OVER,
            SteeringCounter.DELIVERED,
            SteeringCounter.TRANSLATED,
            SteeringCounter.REPLY_TRANSLATED,
            SteeringCounter.UNCLAIMED,
            SteeringCounter.DROP_CUT,
            SteeringCounter.DROP_FOREIGN_UNICAST,
            SteeringCounter.DROP_NOT_ACCEPTED,
            SteeringCounter.DROP_UNKNOWN_FLOW,
            SteeringCounter.DROP_NO_OWNER,
            SteeringCounter.DROP_NO_TRANSLATION);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAccountForEveryFrameWhateverItHolds(final long seed) {
        final Random random = new Random(seed);
        final TestNode node = TestNode.of(A, seed % 2 == 0 ? A : B);
        int toControl = 0;
        for (int i = 0; i < FRAMES; i++) {
            final byte[] frame = frame(random);
            final byte[] copy = frame.clone();
            try {
                final TestNode.Outcome outcome = random.nextInt(3) == 0 ? node.fromKernel(frame) : node.fromWire(frame);
                assertThat(outcome.verdict()).isIn(DROP, TO_HOST, TO_UPLINK, TO_CONTROL);
                toControl += outcome.verdict() == TO_CONTROL ? 1 : 0;
            } catch (final RuntimeException | AssertionError e) {
                fail("seed " + seed + " frame " + i + " " + Arrays.toString(copy), e);
            }
            if (i % 1000 == 0) {
                node.told();
                node.pass(random.nextInt(10));
            }
        }
        long accounted = toControl;
        for (final SteeringCounter counter : ONE_PER_FRAME) {
            accounted += node.count(counter);
        }
        assertThat(accounted).as("frames accounted for, seed %d", seed).isEqualTo(FRAMES);
        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isNotNegative();
    }

    private static byte[] frame(final Random random) {
        if (random.nextInt(4) == 0) {
            final byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] frame = valid(random);
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextInt(3) == 0) {
            frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        }
        return frame;
    }

    private static byte[] valid(final Random random) {
        final int client = Fixture.CLIENT + random.nextInt(8);
        if (random.nextInt(8) == 0) {
            return Packets.arpRequest(Fixture.CLIENT_MAC, client, random.nextBoolean() ? TestCluster.VIP : client);
        }
        final int[] ports = {
            TestCluster.SAME_PORT, TestCluster.TRANSLATED_PORT, TestCluster.OTHER_TRANSLATED_PORT, TestCluster.UDP_PORT
        };
        final boolean isReply = random.nextInt(4) == 0;
        final int sender = random.nextInt(5);
        final long from = sender <= C ? TestCluster.mac(sender) : Fixture.CLIENT_MAC;
        final Packets packet = (random.nextInt(4) == 0 ? Packets.udp() : Packets.tcp(random.nextInt(64)))
                .macs(from, TestCluster.mac(A))
                .vlan(random.nextInt(8) == 0 ? 1 : 0);
        final int clientPort = 40_000 + random.nextInt(16);
        if (isReply) {
            final int proxyPort =
                    packet.protocol() == IpProtocol.TCP ? TestCluster.PROXY_PORT : TestCluster.UDP_PROXY_PORT;
            return packet.from(random.nextBoolean() ? TestCluster.VIP : TestCluster.ip(A), proxyPort)
                    .to(client, clientPort)
                    .bytes();
        }
        final int[] destinations = {TestCluster.VIP, TestCluster.ip(A), TestCluster.ip(B), TestCluster.ip(C)};
        return packet.from(client, clientPort)
                .to(destinations[random.nextInt(destinations.length)], ports[random.nextInt(ports.length)])
                .bytes();
    }
}
