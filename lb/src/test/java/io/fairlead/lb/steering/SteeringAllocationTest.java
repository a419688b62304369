package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.TcpSegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The path of a frame allocates nothing: shown by the JVM's own count of the bytes this thread allocates. */
class SteeringAllocationTest {

    private static final int WARM_UP_FRAMES = 200_000;
    private static final int FRAMES = 1_000_000;
    private static final int FLOWS = 500;
    private static final int INDEX = FramePort.HEAD_ROOM;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private double bytesPerFrame(final List<UnsafeBuffer> frames, final ToIntFunction<UnsafeBuffer> path) {
        run(frames, path, WARM_UP_FRAMES);
        final long before = threads.getCurrentThreadAllocatedBytes();
        final int verdicts = run(frames, path, FRAMES);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(verdicts).isPositive();
        return (double) allocated / FRAMES;
    }

    private static int run(final List<UnsafeBuffer> frames, final ToIntFunction<UnsafeBuffer> path, final int times) {
        int verdicts = 0;
        for (int i = 0; i < times; i++) {
            verdicts |= path.applyAsInt(frames.get(i % frames.size()));
        }
        return verdicts;
    }

    private static List<UnsafeBuffer> flows(final Packets packet) {
        final List<UnsafeBuffer> frames = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            frames.add(inMemory(packet.from(Fixture.CLIENT + i % 50, 20_000 + i).bytes()));
        }
        return frames;
    }

    private static UnsafeBuffer inMemory(final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[INDEX + frame.length]);
        buffer.putBytes(INDEX, frame);
        return buffer;
    }

    private static int length(final UnsafeBuffer buffer) {
        return buffer.capacity() - INDEX;
    }

    /** As the engine does, with a duty cycle for every few frames; the frame's MAC addresses are put back before it. */
    private static int wire(final TestNode node, final UnsafeBuffer frame, final byte[] macs) {
        frame.putBytes(INDEX, macs);
        final int verdict = node.steering.onUplinkFrame(frame, INDEX, length(frame), node.nowNs());
        node.sleep(1000);
        node.steering.onDutyCycle(node.nowNs());
        return verdict;
    }

    @Test
    void shouldAllocateNothingWhenADirectorSteers() {
        final TestNode node = TestNode.of(TestCluster.A, TestCluster.A);
        final Packets syn = Fixture.toVip(Packets.syn(), TestCluster.A, TestCluster.SAME_PORT);
        final byte[] macs = Arrays.copyOf(syn.bytes(), 12);

        assertThat(bytesPerFrame(flows(syn), frame -> wire(node, frame, macs))).isLessThan(1);
        assertThat(node.count(SteeringCounter.STEERED)).isGreaterThan(FRAMES / 2);
        assertThat(node.liveFlows()).isEqualTo(FLOWS);
    }

    @Test
    void shouldAllocateNothingWhenANodeTranslatesBothWays() {
        final TestNode node = TestNode.of(TestCluster.B, TestCluster.A);
        final Packets syn = Fixture.toVip(Packets.syn(), TestCluster.B, TestCluster.TRANSLATED_PORT);
        final byte[] whole = syn.macs(TestCluster.mac(TestCluster.A), TestCluster.mac(TestCluster.B))
                .bytes();
        final List<UnsafeBuffer> frame = List.of(inMemory(whole));
        final UnsafeBuffer reply = inMemory(whole);
        final byte[] wholeReply = syn.from(TestCluster.VIP, TestCluster.PROXY_PORT)
                .to(Fixture.CLIENT, Fixture.CLIENT_PORT)
                .bytes();

        assertThat(bytesPerFrame(frame, buffer -> {
                    buffer.putBytes(INDEX, whole);
                    reply.putBytes(INDEX, wholeReply);
                    return node.steering.onUplinkFrame(buffer, INDEX, whole.length, node.nowNs())
                            | node.steering.onHostFrame(reply, INDEX, whole.length, node.nowNs());
                }))
                .isLessThan(1);
        assertThat(node.count(SteeringCounter.REPLY_TRANSLATED)).isEqualTo(WARM_UP_FRAMES + FRAMES);
    }

    /** A datagram over IPv6 in fragments, and an error about the proxy's answer, by way of node B's kernel and back. */
    @Test
    void shouldAllocateNothingWhenIpv6FragmentsAndErrorsAreTranslated() {
        final TestNode node = TestNode.of(TestCluster.B, TestCluster.A);
        final Packets datagram = Fixture.toVip6(
                        Packets.udp().payload("x".repeat(90)), TestCluster.B, TestCluster.UDP_PORT)
                .macs(TestCluster.mac(TestCluster.A), TestCluster.mac(TestCluster.B));
        final List<UnsafeBuffer> frames = new ArrayList<>();
        datagram.fragments(1, 48).forEach(fragment -> frames.add(inMemory(fragment)));
        final Packets reply =
                Packets.udp().from(TestCluster.VIP6, TestCluster.UDP_PORT).to(Fixture.CLIENT6, Fixture.CLIENT_PORT);
        frames.add(inMemory(Packets.icmp6(2, 0)
                .macs(TestCluster.mac(TestCluster.A), TestCluster.mac(TestCluster.B))
                .from(Fixture.CLIENT6, 0)
                .to(TestCluster.VIP6, 0)
                .quoting(reply, 48)
                .bytes()));
        final UnsafeBuffer kernels = inMemory(
                reply.from(TestCluster.VIP6, TestCluster.UDP_PROXY_PORT).bytes());
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

        assertThat(bytesPerFrame(frames, frame -> {
                    buffer.putBytes(0, frame, 0, frame.capacity());
                    final int verdict = node.steering.onUplinkFrame(buffer, INDEX, length(frame), node.nowNs());
                    buffer.putBytes(0, kernels, 0, kernels.capacity());
                    return verdict | node.steering.onHostFrame(buffer, INDEX, length(kernels), node.nowNs());
                }))
                .isLessThan(1);
        assertThat(node.count(SteeringCounter.REPLY_TRANSLATED)).isEqualTo(WARM_UP_FRAMES + FRAMES);
        assertThat(node.count(SteeringCounter.TRANSLATED)).isEqualTo((WARM_UP_FRAMES + FRAMES) / 2);
        assertThat(node.count(SteeringCounter.ICMP_ERRORS)).isEqualTo((WARM_UP_FRAMES + FRAMES) / 4);
    }

    /** A segment to the director's own address, an error about the answer, and the answer. */
    @Test
    void shouldAllocateNothingWhenAddressesOfIpv6AreTranslated() {
        final TestNode node = TestNode.of(TestCluster.B, TestCluster.A);
        final Packets segment = Fixture.toOwn6(Packets.syn(), TestCluster.A, TestCluster.SAME_PORT)
                .macs(TestCluster.mac(TestCluster.A), TestCluster.mac(TestCluster.B));
        final Packets reply = Packets.tcp(TcpSegment.ACK).to(Fixture.CLIENT6, Fixture.CLIENT_PORT);
        final List<UnsafeBuffer> frames = List.of(
                inMemory(segment.bytes()),
                inMemory(Packets.icmp6(2, 0)
                        .macs(TestCluster.mac(TestCluster.A), TestCluster.mac(TestCluster.B))
                        .from(Fixture.CLIENT6, 0)
                        .to(TestCluster.ip6(TestCluster.A), 0)
                        .quoting(reply.from(TestCluster.ip6(TestCluster.A), TestCluster.SAME_PORT), 48)
                        .bytes()));
        final UnsafeBuffer kernels = inMemory(reply.from(TestCluster.ip6(TestCluster.B), TestCluster.SAME_PORT)
                .bytes());
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

        assertThat(bytesPerFrame(frames, frame -> {
                    buffer.putBytes(0, frame, 0, frame.capacity());
                    final int verdict = node.steering.onUplinkFrame(buffer, INDEX, length(frame), node.nowNs());
                    buffer.putBytes(0, kernels, 0, kernels.capacity());
                    return verdict | node.steering.onHostFrame(buffer, INDEX, length(kernels), node.nowNs());
                }))
                .isLessThan(1);
        assertThat(node.count(SteeringCounter.REPLY_TRANSLATED)).isEqualTo(WARM_UP_FRAMES + FRAMES);
        assertThat(node.count(SteeringCounter.TRANSLATED)).isEqualTo(WARM_UP_FRAMES + FRAMES);
        assertThat(node.count(SteeringCounter.ICMP_ERRORS)).isEqualTo((WARM_UP_FRAMES + FRAMES) / 2);
    }

    @Test
    void shouldAllocateNothingWhenADirectorSteersFragmentsAndErrors() {
        final TestNode node = TestNode.of(TestCluster.A, TestCluster.A);
        node.publish(cluster -> cluster.eligible(TestCluster.A, false));
        final Packets datagram =
                Fixture.toVip6(Packets.udp().payload("x".repeat(90)), TestCluster.A, TestCluster.UDP_PORT);
        final byte[] macs = Arrays.copyOf(datagram.bytes(), 12);
        final List<UnsafeBuffer> frames = new ArrayList<>();
        datagram.fragments(1, 48).forEach(fragment -> frames.add(inMemory(fragment)));
        frames.add(inMemory(Packets.icmp6(2, 0)
                .from(Fixture.CLIENT6, 0)
                .to(TestCluster.VIP6, 0)
                .quoting(
                        Packets.udp()
                                .from(TestCluster.VIP6, TestCluster.UDP_PORT)
                                .to(Fixture.CLIENT6, Fixture.CLIENT_PORT),
                        48)
                .bytes()));

        assertThat(bytesPerFrame(frames, frame -> wire(node, frame, macs))).isLessThan(1);
        assertThat(node.count(SteeringCounter.STEERED)).isEqualTo(WARM_UP_FRAMES + FRAMES);
    }

    @Test
    void shouldAllocateNothingWhenUnknownSegmentsAreAskedFor() {
        final TestNode node = TestNode.of(TestCluster.A, TestCluster.A);
        final Packets ack = Fixture.toVip(Packets.tcp(0x10), TestCluster.A, TestCluster.SAME_PORT);
        final byte[] macs = Arrays.copyOf(ack.bytes(), 12);

        bytesPerFrame(flows(ack), frame -> wire(node, frame, macs) | 1);

        assertThat(bytesPerFrame(flows(ack), frame -> wire(node, frame, macs) | 1))
                .isLessThan(1);
        assertThat(node.count(SteeringCounter.DROP_UNKNOWN_FLOW)).isPositive();
    }
}
