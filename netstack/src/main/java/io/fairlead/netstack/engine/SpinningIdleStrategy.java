package io.fairlead.netstack.engine;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Lets the agent go on asking for a while after its last work, and then does what another strategy does. Agrona's BackoffIdleStrategy ends in sleeps of fixed
 * length, which no frame would end.
 *
 * <p>A wake that brings no work is not followed by spinning: timers would make an idle node busy.
 */
final class SpinningIdleStrategy implements IdleStrategy {

    private final IdleStrategy then;
    private final NanoClock clock;
    private final long spinNs;
    private boolean isSpinning;
    private boolean isFresh;
    private long sinceNs;

    SpinningIdleStrategy(final IdleStrategy then, final NanoClock clock, final long spinNs) {
        this.then = then;
        this.clock = clock;
        this.spinNs = spinNs;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            isSpinning = true;
            isFresh = true;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (!isSpinning) {
            then.idle();
            return;
        }
        final long nowNs = clock.nanoTime();
        if (isFresh) {
            isFresh = false;
            sinceNs = nowNs;
        }
        if (nowNs - sinceNs < spinNs) {
            Thread.onSpinWait();
        } else {
            isSpinning = false;
            then.idle();
        }
    }

    @Override
    public void reset() {}
}
