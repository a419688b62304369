package io.fairlead.netstack.engine;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/** Blocks in a {@link Waiter} until a frame arrives, another thread wakes it, or an agent's deadline is due. */
final class WaitingIdleStrategy implements IdleStrategy {

    private final Waiter waiter;
    private final DutyAgent[] agents;
    private final NanoClock clock;
    private volatile boolean stopped;

    WaitingIdleStrategy(final Waiter waiter, final NanoClock clock, final DutyAgent... agents) {
        this.waiter = waiter;
        this.clock = clock;
        this.agents = agents;
    }

    /** Ends the present wait and all to come. May be called from any thread. */
    void stop() {
        stopped = true;
        waiter.wake();
    }

    @Override
    public void idle(final int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        if (stopped) {
            return;
        }
        long deadlineNs = Long.MAX_VALUE;
        for (final DutyAgent agent : agents) {
            deadlineNs = Math.min(deadlineNs, agent.nextDeadlineNs());
        }
        waiter.await(deadlineNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadlineNs - clock.nanoTime()));
    }

    @Override
    public void reset() {}
}
