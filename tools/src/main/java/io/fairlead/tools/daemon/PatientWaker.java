package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.Waiter;
import org.agrona.concurrent.NanoClock;

/**
 * Wakes the conductor for what the data path has noted: not for each note, but some time after the first. The conductor goes before every ordinary thread, and a
 * wake for each connection would hold up the frames of that very connection, or the proxy that serves it. Data path only; allocates nothing.
 */
final class PatientWaker {

    /** Little beside what clients wait for, and many connections when there are many. */
    static final long PATIENCE_NS = 1_000_000L;

    private final Waiter conductorWaiter;
    private final NanoClock clock;
    private long toldOf;
    private boolean isPending;
    private long dueNs;

    PatientWaker(final Waiter conductorWaiter, final NanoClock clock) {
        this.conductorWaiter = conductorWaiter;
        this.clock = clock;
    }

    /**
     * To be called after each duty cycle.
     *
     * @param noted how much was ever noted
     * @param isUrgent whether the conductor must know now
     */
    void onCycle(final long noted, final boolean isUrgent) {
        if (isUrgent) {
            wake(noted);
        } else if (isPending) {
            if (clock.nanoTime() - dueNs >= 0) {
                wake(noted);
            }
        } else if (noted != toldOf) {
            isPending = true;
            dueNs = clock.nanoTime() + PATIENCE_NS;
        }
    }

    private void wake(final long noted) {
        toldOf = noted;
        isPending = false;
        conductorWaiter.wake();
    }

    /** When {@link #onCycle} wants to be called at the latest; {@link Long#MAX_VALUE} for never. */
    long nextDeadlineNs() {
        return isPending ? dueNs : Long.MAX_VALUE;
    }
}
