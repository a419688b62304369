package io.fairlead.netstack.engine;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.PortFault;
import io.fairlead.netstack.ring.FrameRing;

/** One port as the data path sees it: its ring, its counters, and how it rests after a failure. */
final class PortLane {

    // room for two batches of 63, of which each frame might be a super-frame; of what it holds, small frames touch
    // little
    private static final int RING_CAPACITY = 8 * 1024 * 1024;

    // a failure that lasts costs ten calls a second
    private static final long REST_AFTER_FAILURE_NS = 100_000_000L;

    private final PortSlot slot;
    private final LaneCounters counters;
    private final FrameRing ring = new FrameRing(RING_CAPACITY);
    private FramePort port;
    private long restUntilNs = Long.MIN_VALUE;
    private int failuresInARow;
    private int handedOver;

    PortLane(final FramePort port, final LaneCounters counters) {
        this.slot = new PortSlot(port);
        this.counters = counters;
        this.port = port;
    }

    PortSlot slot() {
        return slot;
    }

    FramePort port() {
        return port;
    }

    FrameRing ring() {
        return ring;
    }

    /** Between duty cycles, when nothing is queued in the port: goes on with the one that was offered. A work count. */
    int takeOver() {
        final FramePort offered = slot.offered();
        if (offered == port) {
            return 0;
        }
        port = offered;
        failuresInARow = 0;
        restUntilNs = Long.MIN_VALUE;
        slot.taken(offered);
        return 1;
    }

    int fill(final int limit, final long nowNs) {
        if (restUntilNs > nowNs) {
            return 0;
        }
        final int frames = ring.fill(port, limit);
        final int failures = ring.failures();
        if (failures > 0) {
            counters.receiveFaults().of(noteFault()).getAndAddRelease(failures);
        }
        if (frames < 0) {
            slot.receiving(++failuresInARow);
            restUntilNs = nowNs + REST_AFTER_FAILURE_NS;
            return 0;
        }
        if (failuresInARow > 0) {
            failuresInARow = 0;
            slot.receiving(0);
        }
        if (frames > 0) {
            counters.received().getAndAddRelease(frames);
        }
        return frames;
    }

    private PortFault noteFault() {
        final int errno = port.lastError();
        slot.failed(errno);
        return PortFault.of(errno);
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
        counters.sent().getAndAddRelease(handedOver - refused);
        if (refused > 0) {
            counters.sendFaults().of(noteFault()).getAndAddRelease(refused);
        }
        handedOver = 0;
    }

    void onSendFailed() {
        counters.sendFaults().of(noteFault()).incrementRelease();
    }

    void onSendBlocked() {
        counters.blocked().incrementRelease();
    }
}
