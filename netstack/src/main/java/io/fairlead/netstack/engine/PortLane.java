package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.FrameRing;
import org.agrona.concurrent.status.AtomicCounter;

/** One port as the data path sees it: its ring, its counters, and how it rests after a failure. */
final class PortLane {

    // room for 15 super-frames, and little enough for a processor's cache
    private static final int RING_CAPACITY = 1024 * 1024;

    // A port whose device is down fails at once and polls as ready: without a rest the thread would spin.
    private static final long REST_AFTER_FAILURE_NS = 100_000_000L;

    private final FramePort port;
    private final FrameRing ring = new FrameRing(RING_CAPACITY);
    private final AtomicCounter received;
    private final AtomicCounter receiveFailed;
    private final AtomicCounter sent;
    private final AtomicCounter sendFailed;
    private final AtomicCounter sendBlocked;
    private long restUntilNs = Long.MIN_VALUE;
    private int handedOver;

    PortLane(
            final FramePort port,
            final CounterSet<EngineCounter> counters,
            final EngineCounter received,
            final EngineCounter receiveFailed,
            final EngineCounter sent,
            final EngineCounter sendFailed,
            final EngineCounter sendBlocked) {
        this.port = port;
        this.received = counters.get(received);
        this.receiveFailed = counters.get(receiveFailed);
        this.sent = counters.get(sent);
        this.sendFailed = counters.get(sendFailed);
        this.sendBlocked = counters.get(sendBlocked);
    }

    FramePort port() {
        return port;
    }

    FrameRing ring() {
        return ring;
    }

    int fill(final int limit, final long nowNs) {
        if (restUntilNs > nowNs) {
            return 0;
        }
        final int frames = ring.fill(port, limit);
        if (frames < 0) {
            receiveFailed.incrementRelease();
            restUntilNs = nowNs + REST_AFTER_FAILURE_NS;
            return 0;
        }
        if (frames > 0) {
            received.getAndAddRelease(frames);
        }
        return frames;
    }

    void onSent() {
        handedOver++;
    }

    /** At the end of a duty cycle: what was sent is on its way, and its memory may be used again. */
    void flush() {
        if (handedOver == 0) {
            return;
        }
        final int refused = port.flush();
        sent.getAndAddRelease(handedOver - refused);
        if (refused > 0) {
            sendFailed.getAndAddRelease(refused);
        }
        handedOver = 0;
    }

    void onSendFailed() {
        sendFailed.incrementRelease();
    }

    void onSendBlocked() {
        sendBlocked.incrementRelease();
    }
}
