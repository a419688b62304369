package io.fairlead.tools.capture.live;

import io.fairlead.netstack.counter.CounterSums;
import io.fairlead.tools.capture.Decision;
import io.fairlead.tools.capture.Direction;
import io.fairlead.tools.capture.FrameKind;
import io.fairlead.tools.capture.PcapngWriter;
import io.fairlead.tools.capture.live.CaptureSummary.End;
import io.fairlead.tools.control.StreamOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** One capture, from its rings to whoever asked for it. Runs on a thread of its own, to its end. */
public final class CaptureSession {

    private static final String APPLICATION = "fairlead capture";

    /** So seldom that it costs nothing, and so often that no ring is full at a rate that one thread can steer. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Of a ring at a time, so that the limits and the client are looked at. */
    private static final int BATCH = 1024;

    /** For what was counted of each interface. */
    private static final int ROOM_FOR_END = 1024;

    private final CaptureOrder order;
    private final int number;
    private final List<CaptureRing> rings;
    private final CounterSums<CaptureCounter> counters;
    private final LongFunction<String> nodeOfMac;
    private final NanoClock clock;
    private final EpochNanoClock wallClock;
    private final FrameKind kind = new FrameKind();
    private final CaptureRing.Reader take = this::take;
    private final long[] before = new long[CaptureCounter.values().length];
    private volatile boolean stopped;
    private @Nullable PcapngWriter writer;
    private @Nullable End end;
    private long epochOffsetNs;
    private long frames;

    /** How the data path is told. */
    public interface Taps {
        /** Frames are captured from now on. */
        void on();

        /** No more are. */
        void off();
    }

    /**
     * Prepares it.
     *
     * @param order what is asked for
     * @param number that its taps put on each frame
     * @param rings of the data-path threads
     * @param counters of them
     * @param nodeOfMac name of a node
     * @param clock of the taps
     * @param wallClock for the times in the file
     */
    public CaptureSession(
            final CaptureOrder order,
            final int number,
            final List<CaptureRing> rings,
            final CounterSums<CaptureCounter> counters,
            final LongFunction<String> nodeOfMac,
            final NanoClock clock,
            final EpochNanoClock wallClock) {
        this.order = order;
        this.number = number;
        this.rings = List.copyOf(rings);
        this.counters = counters;
        this.nodeOfMac = nodeOfMac;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    /**
     * Captures until there is enough.
     *
     * @param taps that fill the rings
     * @param output to the client; closed
     * @return what became of it; the client has been told
     * @throws IOException if the client is gone, or takes nothing any more
     */
    public CaptureSummary run(final Taps taps, final StreamOutput output) throws IOException {
        try (output;
                PcapngWriter file = PcapngWriter.begin(output, APPLICATION, CaptureSide.names())) {
            writer = file;
            final long startNs = clock.nanoTime();
            epochOffsetNs = wallClock.nanoTime() - startNs;
            for (final CaptureCounter counter : CaptureCounter.values()) {
                before[index(counter)] = counters.get(counter);
            }
            try {
                taps.on();
                // who waits for the beginning of the file knows that frames are captured from now on
                file.flush();
                capture(output, startNs + TimeUnit.SECONDS.toNanos(order.seconds()));
            } finally {
                taps.off();
            }
            if (end != End.FRAMES && end != End.SIZE) {
                readAll();
            }
            return finish(output, file);
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void capture(final StreamOutput output, final long deadlineNs) throws IOException {
        while (end == null) {
            final boolean isIdle = !readSome();
            if (end == null) {
                end = ending(output, deadlineNs);
            }
            if (isIdle && end == null) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private @Nullable End ending(final StreamOutput output, final long deadlineNs) {
        if (stopped) {
            return End.DAEMON;
        }
        if (!output.isWanted()) {
            return End.CLIENT;
        }
        return clock.nanoTime() - deadlineNs >= 0 ? End.SECONDS : null;
    }

    /** What was seen in time, however long it lay here. */
    private void readAll() throws IOException {
        final End why = end;
        end = null;
        while (readSome()) {
            // the taps are off: it ends
        }
        if (end == null) {
            end = why;
        }
    }

    /** False if there was nothing to be read, or no more is wanted. */
    private boolean readSome() throws IOException {
        int read = 0;
        for (int i = 0; i < rings.size() && end == null; i++) {
            read += rings.get(i).read(take, BATCH);
        }
        if (read > 0) {
            file().flush();
        }
        return read > 0 && end == null;
    }

    private boolean take(final CaptureRecord record) {
        if (record.session() != number) {
            return true;
        }
        if (end != null) {
            return false;
        }
        final int captured = record.captured();
        if (file().length() + PcapngWriter.longestBlock(captured) + ROOM_FOR_END > order.mostBytes()) {
            end = End.SIZE;
            return false;
        }
        final Decision decision = record.decision();
        final String words = decision.words(
                decision.isToNode() ? nodeOfMac.apply(record.destinationMac()) : "",
                kind.of(record.buffer(), record.frameIndex(), captured).words());
        try {
            file().frame(
                            record.side().number(),
                            Direction.INBOUND,
                            epochOffsetNs + record.timeNs(),
                            record.buffer(),
                            record.frameIndex(),
                            captured,
                            record.originalLength(),
                            words);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        frames++;
        if (frames == order.frames().orElse(Long.MAX_VALUE)) {
            end = End.FRAMES;
        }
        return true;
    }

    private PcapngWriter file() {
        return Objects.requireNonNull(writer);
    }

    private CaptureSummary finish(final StreamOutput output, final PcapngWriter file) throws IOException {
        final long uplinkLost = since(CaptureCounter.CAPTURE_UPLINK_LOST);
        final long hostLost = since(CaptureCounter.CAPTURE_HOST_LOST);
        final long epochNs = wallClock.nanoTime();
        file.statistics(
                CaptureSide.UPLINK.number(),
                epochNs,
                since(CaptureCounter.CAPTURE_UPLINK_FRAMES) + uplinkLost,
                uplinkLost,
                "frames that passed the filter; those dropped here are missing in the capture alone");
        file.statistics(
                CaptureSide.HOST.number(),
                epochNs,
                since(CaptureCounter.CAPTURE_HOST_FRAMES) + hostLost,
                hostLost,
                "frames that passed the filter; those dropped here are missing in the capture alone");
        file.flush();
        final CaptureSummary summary =
                new CaptureSummary(frames, uplinkLost + hostLost, file.length(), Objects.requireNonNull(end));
        output.end(summary.toJson());
        return summary;
    }

    private long since(final CaptureCounter counter) {
        return counters.get(counter) - before[index(counter)];
    }

    @SuppressWarnings("EnumOrdinal") // never leaves the object
    private static int index(final CaptureCounter counter) {
        return counter.ordinal();
    }

    /** Ends it soon. Any thread. */
    public void stop() {
        stopped = true;
    }
}
