package io.fairlead.lb.steering;

import io.fairlead.lb.flow.StickyTable;
import io.fairlead.netstack.counter.CounterSet;
import org.agrona.concurrent.status.AtomicCounter;

/** The sticky table, with the conductor told of every change. Belongs to one data-path thread; allocates nothing. */
final class ClientNodes {

    private static final int NO_NODE_ID = 0;

    private final StickyTable sticky;
    private final SteeringEvents events;
    private final AtomicCounter tableFull;
    private final AtomicCounter eventsLost;
    private final StickyTable.Listener onExpired = this::onExpired;

    ClientNodes(final StickyTable sticky, final SteeringEvents events, final CounterSet<SteeringCounter> counters) {
        this.sticky = sticky;
        this.events = events;
        this.tableFull = counters.get(SteeringCounter.STICKY_TABLE_FULL);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
    }

    /** Tells the conductor of the clients that outlived the last process. */
    void announceAll() {
        sticky.forEach(this::tell);
    }

    /** The id of the client's node; 0, which is no node's, if it has none. */
    int nodeOf(final int client) {
        final int slot = sticky.find(client);
        return slot == StickyTable.NONE ? NO_NODE_ID : sticky.owner(slot);
    }

    void learn(final int client, final int owner, final int seconds) {
        if (sticky.put(client, owner, seconds)) {
            tell(client, owner);
        } else if (sticky.find(client) == StickyTable.NONE) {
            tableFull.incrementRelease();
        }
    }

    void suggest(final int client, final int owner, final int seconds) {
        if (sticky.find(client) == StickyTable.NONE) {
            learn(client, owner, seconds);
        }
    }

    private void tell(final int client, final int owner) {
        if (!events.clientLearned(client, owner)) {
            eventsLost.incrementRelease();
        }
    }

    int sweep(final int entries, final int seconds) {
        return sticky.sweep(entries, seconds, onExpired);
    }

    private void onExpired(final int client, final int owner) {
        if (!events.clientExpired(client)) {
            eventsLost.incrementRelease();
        }
    }
}
