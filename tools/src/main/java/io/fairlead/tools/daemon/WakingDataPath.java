package io.fairlead.tools.daemon;

import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.Waiter;

/**
 * The data path, which wakes the conductor when it has noted something for it or taken over a table: else a flow's owner would be asked
 * for, and a takeover that waits for that table would be announced, only when the conductor's next timer comes.
 */
final class WakingDataPath implements DutyAgent {

    private final DataPathAgent dataPath;
    private final Steering steering;
    private final SteeringEvents events;
    private final Waiter conductorWaiter;
    private long lastWritten;
    private long lastAcknowledged = -1;

    WakingDataPath(
            final DataPathAgent dataPath,
            final Steering steering,
            final SteeringEvents events,
            final Waiter conductorWaiter) {
        this.dataPath = dataPath;
        this.steering = steering;
        this.events = events;
        this.conductorWaiter = conductorWaiter;
    }

    @Override
    public int doWork() {
        final int work = dataPath.doWork();
        final long written = events.written();
        final long acknowledged = steering.acknowledgedVersion();
        if (written != lastWritten || acknowledged != lastAcknowledged) {
            lastWritten = written;
            lastAcknowledged = acknowledged;
            conductorWaiter.wake();
        }
        return work;
    }

    @Override
    public long nextDeadlineNs() {
        return dataPath.nextDeadlineNs();
    }

    @Override
    public String roleName() {
        return dataPath.roleName();
    }
}
