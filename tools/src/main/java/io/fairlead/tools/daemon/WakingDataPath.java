package io.fairlead.tools.daemon;

import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import java.util.List;

/**
 * What one data-path thread does for all interfaces. It wakes the conductor at once when it has taken over a table, and soon when it has noted something for it: else a flow's owner would be asked
 * for, and a takeover that waits for that table would be announced, only when the conductor's next timer comes.
 */
final class WakingDataPath implements DutyAgent {

    private final List<DataPathAgent> agents;
    private final Steering steering;
    private final SteeringEvents events;
    private final PatientWaker waker;
    private final String roleName;
    private long lastAcknowledged = -1;

    WakingDataPath(
            final List<DataPathAgent> agents,
            final Steering steering,
            final SteeringEvents events,
            final PatientWaker waker,
            final String roleName) {
        this.agents = List.copyOf(agents);
        this.steering = steering;
        this.events = events;
        this.waker = waker;
        this.roleName = roleName;
    }

    @Override
    public int doWork() {
        int work = 0;
        for (int i = 0; i < agents.size(); i++) {
            work += agents.get(i).doWork();
        }
        final long acknowledged = steering.acknowledgedVersion();
        waker.onCycle(events.written(), acknowledged != lastAcknowledged);
        lastAcknowledged = acknowledged;
        return work;
    }

    @Override
    public long nextDeadlineNs() {
        long deadlineNs = waker.nextDeadlineNs();
        for (int i = 0; i < agents.size(); i++) {
            deadlineNs = Math.min(deadlineNs, agents.get(i).nextDeadlineNs());
        }
        return deadlineNs;
    }

    @Override
    public String roleName() {
        return roleName;
    }
}
