package io.fairlead.tools.daemon;

import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.Waiter;
import java.util.List;

/**
 * The data path of all interfaces, which wakes the conductor when it has noted something for it or taken over a table: else a flow's owner would be asked
 * for, and a takeover that waits for that table would be announced, only when the conductor's next timer comes.
 */
final class WakingDataPath implements DutyAgent {

    private final List<DataPathAgent> agents;
    private final Steering steering;
    private final SteeringEvents events;
    private final Waiter conductorWaiter;
    private long lastWritten;
    private long lastAcknowledged = -1;

    WakingDataPath(
            final List<DataPathAgent> agents,
            final Steering steering,
            final SteeringEvents events,
            final Waiter conductorWaiter) {
        this.agents = List.copyOf(agents);
        this.steering = steering;
        this.events = events;
        this.conductorWaiter = conductorWaiter;
    }

    @Override
    public int doWork() {
        int work = 0;
        for (int i = 0; i < agents.size(); i++) {
            work += agents.get(i).doWork();
        }
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
        long deadlineNs = Long.MAX_VALUE;
        for (int i = 0; i < agents.size(); i++) {
            deadlineNs = Math.min(deadlineNs, agents.get(i).nextDeadlineNs());
        }
        return deadlineNs;
    }

    @Override
    public String roleName() {
        return agents.get(0).roleName();
    }
}
