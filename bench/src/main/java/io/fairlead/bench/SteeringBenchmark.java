package io.fairlead.bench;

import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the decision about one frame costs: classify, find its flow, rewrite it in place. No read(2), no write(2), no ring. Each
 * frame is of another flow than the one before, and each measurement includes renewing the frame; {@link #frameAlone} says how
 * much that is.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SteeringBenchmark {

    private static final long CLIENT_MAC = 0x0200_0000_0C01L;
    private static final int NOT_REDIRECTED = 22;
    private static final int NODES = 3;

    // as many as the data path receives in one go
    private static final int BATCH = 64;

    /** A director and as many live flows, each steered to another node. */
    @State(Scope.Thread)
    public static class Director {

        /** Live flows. */
        @Param({"1000", "1000000"})
        public int flows;

        private BenchNode node;
        private BenchFrame frame;
        private BenchFrame other;
        private final BenchFrame[] batch = new BenchFrame[BATCH];
        private final MutableDirectBuffer[] frames = new MutableDirectBuffer[BATCH];

        /** Opens the flows. */
        @Setup
        public void open() {
            node = node(flows, true);
            frame = BenchFrame.request(flows, CLIENT_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.ACK);
            other = BenchFrame.request(flows, CLIENT_MAC, NOT_REDIRECTED, TcpSegment.ACK);
            final BenchFrame opening = BenchFrame.request(flows, CLIENT_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.SYN);
            openAll(node, opening, frame, flows, FrameProcessor.TO_UPLINK);
            for (int i = 0; i < BATCH; i++) {
                batch[i] = BenchFrame.request(flows, CLIENT_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.ACK)
                        .startingAt((int) ((long) flows * i / BATCH));
            }
        }
    }

    /** A scanning node and as many live flows that were steered to it, each translated to its proxy port. */
    @State(Scope.Thread)
    public static class ScanningNode {

        /** Live flows. */
        @Param({"1000", "1000000"})
        public int flows;

        private BenchNode node;
        private BenchFrame frame;
        private BenchFrame reply;

        /** Opens the flows. */
        @Setup
        public void open() {
            node = node(flows, false);
            frame = BenchFrame.request(flows, BenchNode.PEER_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.ACK);
            reply = BenchFrame.reply(flows, CLIENT_MAC);
            final BenchFrame opening =
                    BenchFrame.request(flows, BenchNode.PEER_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.SYN);
            openAll(node, opening, frame, flows, FrameProcessor.TO_HOST);
        }
    }

    private static BenchNode node(final int flows, final boolean isDirector) {
        final int clients = flows / BenchFrame.FLOWS_OF_A_CLIENT + 1;
        return new BenchNode(BenchTables.of(flows, clients, !isDirector, BenchNode.STICKY_SECONDS), NODES, isDirector);
    }

    private static void openAll(
            final BenchNode node,
            final BenchFrame opening,
            final BenchFrame answer,
            final int flows,
            final int expected) {
        for (int i = 0; i < flows; i++) {
            if (node.fromWire(opening.next()) != expected || node.fromWire(answer.next()) != expected) {
                throw new IllegalStateException(
                        "flow " + i + " was not opened: the figures would be of something else");
            }
        }
    }

    /**
     * Renewing the frame, which all others include.
     *
     * @param state of the benchmark
     * @return the frame
     */
    @Benchmark
    public MutableDirectBuffer frameAlone(final Director state) {
        return state.frame.next();
    }

    /**
     * A frame to the VIP that belongs to no redirect.
     *
     * @param state of the benchmark
     * @return the verdict
     */
    @Benchmark
    public int pass(final Director state) {
        return state.node.fromWire(state.other.next());
    }

    /**
     * A frame of a live flow of another node.
     *
     * @param state of the benchmark
     * @return the verdict
     */
    @Benchmark
    public int steer(final Director state) {
        return state.node.fromWire(state.frame.next());
    }

    /**
     * The same for frames that were received together, as the engine does it: if the table is large, what they will need is fetched before the first is decided.
     *
     * @param state of the benchmark
     * @return all verdicts
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int steerBatch(final Director state) {
        for (int i = 0; i < BATCH; i++) {
            state.frames[i] = state.batch[i].next();
        }
        if (state.node.isExpecting()) {
            for (final MutableDirectBuffer frame : state.frames) {
                state.node.expectFromWire(frame);
            }
            state.node.fetchExpected();
        }
        int verdicts = 0;
        for (final MutableDirectBuffer frame : state.frames) {
            verdicts |= state.node.fromWire(frame);
        }
        return verdicts;
    }

    /**
     * A steered frame for this node's proxy at another port.
     *
     * @param state of the benchmark
     * @return the verdict
     */
    @Benchmark
    public int translate(final ScanningNode state) {
        return state.node.fromWire(state.frame.next());
    }

    /**
     * The proxy's reply.
     *
     * @param state of the benchmark
     * @return the verdict
     */
    @Benchmark
    public int translateReply(final ScanningNode state) {
        return state.node.fromKernel(state.reply.next());
    }
}
