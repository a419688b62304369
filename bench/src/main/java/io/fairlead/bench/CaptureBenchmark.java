package io.fairlead.bench;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.engine.FrameTap;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.tools.capture.VerdictClass;
import io.fairlead.tools.capture.live.CaptureCounter;
import io.fairlead.tools.capture.live.CaptureOrder;
import io.fairlead.tools.capture.live.CaptureRing;
import io.fairlead.tools.capture.live.CaptureTap;
import io.fairlead.tools.capture.live.FrameFilter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What {@code fairlead capture} costs the data path for each frame that a director steers: nothing but a test for null when there is none, and with one the difference to {@link Capture#OFF}. Another thread empties the ring, as in the
 * daemon; a ring that is full costs less, for then nothing is copied into it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaptureBenchmark {

    private static final long CLIENT_MAC = 0x0200_0000_0C01L;
    private static final int FLOWS = 1000;
    private static final int NODES = 3;
    private static final int BATCH = 1024;

    /** As in the daemon, in which the ring is not looked at all the time. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Whether there is a capture, and of what. */
    public enum Capture {
        /** There is none. */
        OFF,
        /** Its filter names a client that is none of these. */
        OTHER_CLIENT,
        /** Its filter is for another verdict, which shows only after the decision. */
        OTHER_VERDICT,
        /** It is of all frames. */
        ALL
    }

    /** A director with flows that it steers, and a capture. */
    @State(Scope.Thread)
    public static class Director {

        /** Which one. */
        @Param
        public Capture capture = Capture.OFF;

        private final CaptureRing ring = new CaptureRing();
        private BenchNode node;
        private BenchFrame frame;
        private @Nullable FrameTap tap;
        private Thread reader;
        private volatile boolean isOver;

        /** Opens the flows, and begins to empty the ring. */
        @Setup
        public void open() {
            node = new BenchNode(
                    BenchTables.of(FLOWS, FLOWS / BenchFrame.FLOWS_OF_A_CLIENT + 1, false, BenchNode.STICKY_SECONDS),
                    NODES,
                    true);
            frame = BenchFrame.request(FLOWS, CLIENT_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.ACK);
            final BenchFrame opening = BenchFrame.request(FLOWS, CLIENT_MAC, BenchNode.ORIGINAL_PORT, TcpSegment.SYN);
            for (int i = 0; i < FLOWS; i++) {
                if (node.fromWire(opening.next()) != FrameProcessor.TO_UPLINK
                        || node.fromWire(frame.next()) != FrameProcessor.TO_UPLINK) {
                    throw new IllegalStateException("flow " + i + " was not opened");
                }
            }
            tap = capture == Capture.OFF ? null : tap();
            reader = new Thread(() -> {
                while (!isOver) {
                    if (ring.skip(BATCH) == 0) {
                        LockSupport.parkNanos(PAUSE_NS);
                    }
                }
            });
            reader.setDaemon(true);
            reader.start();
        }

        private FrameTap tap() {
            final FrameFilter filter = new FrameFilter(
                    capture == Capture.OTHER_CLIENT
                            ? Optional.of(new IpPrefix(IpAddress.parse("198.51.100.1"), Integer.SIZE))
                            : Optional.empty(),
                    OptionalInt.empty(),
                    capture == Capture.OTHER_VERDICT ? Set.of(VerdictClass.DROPPED) : Set.of());
            return new CaptureTap(
                    filter,
                    node.witness(),
                    ring,
                    1,
                    SystemNanoClock.INSTANCE,
                    CaptureOrder.USUAL_SNAP_LENGTH,
                    CountersFile.inMemory(CaptureCounter.class));
        }

        /**
         * Leaves the ring.
         *
         * @throws InterruptedException if somebody ends the benchmark
         */
        @TearDown
        public void close() throws InterruptedException {
            isOver = true;
            reader.join();
        }
    }

    /**
     * A frame of a live flow of another node, as the data path decides it.
     *
     * @param state of the benchmark
     * @return the verdict
     */
    @Benchmark
    public int steer(final Director state) {
        final MutableDirectBuffer buffer = state.frame.next();
        final FrameTap tap = state.tap;
        if (tap == null) {
            return state.node.fromWire(buffer);
        }
        tap.fromUplink(buffer, BenchFrame.INDEX, BenchFrame.LENGTH);
        final int verdict = state.node.fromWire(buffer);
        tap.decided(verdict, buffer, BenchFrame.INDEX, BenchFrame.LENGTH);
        return verdict;
    }
}
