package io.fairlead.tools.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.tools.capture.VerdictClass;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.daemon.MemoryNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the data path does for a capture, with the verdict in the test's hand. */
final class CaptureTapTest {

    private static final int SESSION = 7;
    private static final int SNAP_LENGTH = 40;
    private static final int SMALL_RING = 4096;
    private static final long NOW_NS = 4711;
    private static final int WARM_UP_FRAMES = 200_000;
    private static final int FRAMES = 1_000_000;

    private final MemoryNode node;
    private final CounterSet<CaptureCounter> counters = CountersFile.inMemory(CaptureCounter.class);
    private final CaptureRing ring = new CaptureRing(SMALL_RING);
    private final UnsafeBuffer frame = TestFrame.tcp("10.51.0.50", 20_000, "10.51.0.100", 9090);
    private int read;

    CaptureTapTest() throws Exception {
        node = new MemoryNode(
                ConfigLoader.load(Path.of("src", "test", "resources", "replay", "n1.yaml"))
                        .config(),
                new MemoryNode.Machine(0x0A33_0001, null, 0x0A33_00FF, 0x0251_0000_0001L),
                new MemoryNode.Fate(() -> NOW_NS, () -> NOW_NS, () -> 1),
                new MemoryNode.Ports(new MemoryPort(), new MemoryPort(), new MemoryPort()),
                64);
    }

    @AfterEach
    void end() {
        node.close();
    }

    private CaptureTap tap(final VerdictClass... verdicts) {
        return new CaptureTap(
                new FrameFilter(Optional.empty(), OptionalInt.empty(), Set.of(verdicts)),
                node.witness(true),
                ring,
                SESSION,
                () -> NOW_NS,
                SNAP_LENGTH,
                counters);
    }

    private void see(final CaptureTap tap, final int verdict) {
        tap.fromUplink(frame, 0, frame.capacity());
        tap.decided(verdict, frame, 0, frame.capacity());
    }

    private long count(final CaptureCounter counter) {
        return counters.get(counter).get();
    }

    @Test
    void shouldKeepTheBeginningOfAFrameAsItCameWithWhatWasDecided() {
        final CaptureTap tap = tap();
        tap.fromHost(frame, 0, frame.capacity());
        frame.putByte(5, (byte) 2);
        frame.putByte(30, (byte) 99);
        tap.decided(FrameProcessor.TO_UPLINK, frame, 0, frame.capacity());

        final List<String> seen = new ArrayList<>();
        ring.read(
                record -> {
                    seen.add(record.side() + " session " + record.session() + " at " + record.timeNs() + ": "
                            + record.captured() + " of " + record.originalLength() + ", "
                            + record.decision().words("", "") + ", to "
                            + Long.toHexString(record.destinationMac()) + ", came with "
                            + record.buffer().getByte(record.frameIndex() + 5) + " and "
                            + record.buffer().getByte(record.frameIndex() + 30));
                    return true;
                },
                10);
        assertThat(seen)
                .containsExactly("HOST session 7 at 4711: 40 of 54, passed: to the wire, unchanged,"
                        + " to 25100000002, came with 1 and 10");
        assertThat(count(CaptureCounter.CAPTURE_HOST_FRAMES)).isEqualTo(1);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_FRAMES)).isZero();
    }

    @Test
    void shouldCountWhatFindsNoRoomAndGoOnWhenThereIsSome() {
        final CaptureTap tap = tap();
        for (int i = 0; i < 100; i++) {
            see(tap, FrameProcessor.TO_HOST);
        }

        final long captured = count(CaptureCounter.CAPTURE_UPLINK_FRAMES);
        assertThat(captured).isBetween(20L, 60L);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_LOST)).isEqualTo(100 - captured);
        assertThat(ring.read(record -> true, 1000)).isEqualTo(captured);

        see(tap, FrameProcessor.TO_HOST);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_FRAMES)).isEqualTo(captured + 1);
    }

    @Test
    void shouldLeaveOutWhatIsNotAskedForAndNotCountItAsLost() {
        final CaptureTap tap = tap(VerdictClass.DROPPED);
        see(tap, FrameProcessor.TO_HOST);
        see(tap, FrameProcessor.DROP);

        assertThat(ring.read(record -> true, 10)).isEqualTo(1);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_FRAMES)).isEqualTo(1);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_LOST)).isZero();
    }

    @Test
    void shouldGiveAFrameAgainThatWasNotTaken() {
        see(tap(), FrameProcessor.TO_HOST);

        assertThat(ring.read(record -> false, 10)).isZero();
        assertThat(ring.read(record -> true, 10)).isEqualTo(1);
    }

    /** With a ring that is read, and with one that is full. */
    @Test
    void shouldAllocateNothing() {
        final FrameFilter filter = new FrameFilter(
                Optional.of(CaptureOrderJson.prefix("10.51.0.0/24")),
                OptionalInt.of(9090),
                Set.of(VerdictClass.PASSED));
        final CaptureTap tap =
                new CaptureTap(filter, node.witness(true), ring, SESSION, () -> NOW_NS, SNAP_LENGTH, counters);
        final CaptureRing.Reader reader = this::onRecord;

        see(tap, reader, WARM_UP_FRAMES);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        see(tap, reader, FRAMES);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat((double) allocated / FRAMES).isLessThan(1);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_FRAMES)).isPositive().isEqualTo(read);
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_LOST)).isPositive();
        assertThat(count(CaptureCounter.CAPTURE_UPLINK_FRAMES) + count(CaptureCounter.CAPTURE_UPLINK_LOST))
                .isEqualTo(WARM_UP_FRAMES + FRAMES);
    }

    private boolean onRecord(final CaptureRecord record) {
        read += record.session() == SESSION ? 1 : 0;
        return true;
    }

    private void see(final CaptureTap tap, final CaptureRing.Reader reader, final int frames) {
        for (int i = 1; i <= frames; i++) {
            see(tap, FrameProcessor.TO_HOST);
            if (i % 100 == 0) {
                ring.read(reader, 100);
            }
        }
        while (ring.read(reader, 100) > 0) {
            // a read ends where the ring does
        }
    }
}
