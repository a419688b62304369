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

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes: no exception, no byte written outside the frame, a known verdict, and every frame accounted for. */
class SteeringFuzzTest {

    private static final int FRAMES = 50_000;

    /** Each frame raises exactly one of these, or goes to the conductor, whose copies the engine counts. */
    static final Set<SteeringCounter> ONE_PER_FRAME = EnumSet.of(
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
            SteeringCounter.DROP_LOOP,
            SteeringCounter.DROP_NOT_ACCEPTED,
            SteeringCounter.DROP_UNKNOWN_FLOW,
            SteeringCounter.DROP_NO_OWNER,
            SteeringCounter.DROP_NO_TRANSLATION);

    private static final int[] CLIENT_PORTS = {
        TestCluster.SAME_PORT,
        TestCluster.ALIAS_PORT,
        TestCluster.TRANSLATED_PORT,
        TestCluster.OTHER_TRANSLATED_PORT,
        TestCluster.UDP_PORT
    };

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
        assertThat(node.count(SteeringCounter.FRAGMENTS)).isGreaterThan(FRAMES / 100);
        assertThat(node.count(SteeringCounter.ICMP_ERRORS)).isGreaterThan(FRAMES / 1000);
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
        final boolean isIpv6 = random.nextInt(3) == 0;
        final int clientNumber = random.nextInt(8);
        final int client = Fixture.CLIENT + clientNumber;
        if (random.nextInt(8) == 0) {
            return Packets.arpRequest(Fixture.CLIENT_MAC, client, random.nextBoolean() ? TestCluster.VIP : client);
        }
        final IpAddress clientAddress = isIpv6
                ? IpAddress.ofIpv6(Fixture.CLIENT6.high(), Fixture.CLIENT6.low() + clientNumber)
                : IpAddress.ofIpv4(client);
        final int sender = random.nextInt(5);
        final long from = sender <= C ? TestCluster.mac(sender) : Fixture.CLIENT_MAC;
        final int clientPort = 40_000 + random.nextInt(16);
        final Packets packet = datagramOrSegment(random);
        final Packets there = packet.from(clientAddress, clientPort)
                .to(cluster(random, isIpv6), CLIENT_PORTS[random.nextInt(CLIENT_PORTS.length)]);
        final Packets back = packet.from(
                        cluster(random, isIpv6),
                        packet.protocol() == IpProtocol.TCP ? TestCluster.PROXY_PORT : TestCluster.UDP_PROXY_PORT)
                .to(clientAddress, clientPort);
        final Packets quoted = random.nextBoolean()
                ? back
                : back.from(cluster(random, isIpv6), CLIENT_PORTS[random.nextInt(CLIENT_PORTS.length)]);
        final Packets error = (isIpv6
                        ? Packets.icmp6(1 + random.nextInt(6), 0)
                        : Packets.icmp(3 * random.nextInt(5), 4))
                .from(clientAddress, 0)
                .to(cluster(random, isIpv6), 0);
        final Packets chosen =
                switch (random.nextInt(8)) {
                    case 0, 1 -> back;
                    case 2 -> error.quoting(quoted, 20 + random.nextInt(40));
                    default -> there;
                };
        return fragmented(
                random,
                extended(random, isIpv6, chosen).macs(from, TestCluster.mac(A)).vlan(random.nextInt(8) == 0 ? 1 : 0));
    }

    private static Packets datagramOrSegment(final Random random) {
        final Packets packet = random.nextInt(4) == 0 ? Packets.udp() : Packets.tcp(random.nextInt(64));
        return packet.payload("x".repeat(random.nextInt(60)));
    }

    private static IpAddress cluster(final Random random, final boolean isIpv6) {
        if (isIpv6) {
            final List<IpAddress> addresses = List.of(
                    TestCluster.VIP6,
                    TestCluster.CLOSED_VIP6,
                    TestCluster.ip6(A),
                    TestCluster.ip6(B),
                    TestCluster.ip6(C));
            return addresses.get(random.nextInt(addresses.size()));
        }
        final int[] addresses = {
            TestCluster.VIP, TestCluster.CLOSED_VIP, TestCluster.ip(A), TestCluster.ip(B), TestCluster.ip(C)
        };
        return IpAddress.ofIpv4(addresses[random.nextInt(addresses.length)]);
    }

    private static Packets extended(final Random random, final boolean isIpv6, final Packets packet) {
        Packets extended = packet;
        for (int headers = isIpv6 ? random.nextInt(3) : 0; headers > 0; headers--) {
            extended = extended.extension(
                    random.nextBoolean() ? IpProtocol.DESTINATION_OPTIONS : IpProtocol.ROUTING,
                    8 * (1 + random.nextInt(3)));
        }
        return extended;
    }

    private static byte[] fragmented(final Random random, final Packets packet) {
        if (random.nextInt(5) != 0) {
            return packet.bytes();
        }
        final List<byte[]> fragments = packet.fragments(random.nextInt(100), 8 * (1 + random.nextInt(4)));
        return fragments.get(random.nextInt(fragments.size()));
    }
}
