package io.fairlead.lb.steering;

import io.fairlead.lb.flow.StickyTable;
import io.fairlead.netstack.counter.CounterSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Counts the open connections of each client in its entry of the sticky table, and tells of those that have more than a node's fair share. What is counted are the
 * connections that this node has seen: on the director all, and so only a director names anybody. A client without an entry is not counted. Belongs to one
 * data-path thread; allocates nothing.
 */
final class HeavySources {

    private final Situation situation;
    private final StickyTable sticky;
    private final SteeringEvents events;
    private final AtomicCounter eventsLost;
    private final Shard shard;

    HeavySources(
            final Situation situation,
            final Shard shard,
            final StickyTable sticky,
            final SteeringEvents events,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.shard = shard;
        this.sticky = sticky;
        this.events = events;
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
        // the last process may have died between a connection and its count
        sticky.forgetConnections();
    }

    /** A connection of the client in the slot, or of one without a slot, is open now. */
    void opened(final int slot) {
        shard.openChanged(1);
        if (slot == StickyTable.NONE) {
            return;
        }
        final int connections = sticky.connections(slot) + 1;
        sticky.connections(slot, connections);
        if (!sticky.isHeavy(slot) && situation.isArmed() && isHeavy(connections)) {
            sticky.heavy(slot, true);
            tell(slot);
        }
    }

    /** A connection of the client in the slot, or of one without a slot, is open no longer. */
    void ended(final int slot) {
        shard.openChanged(-1);
        // its entry may have timed out since, and be younger than the connection
        if (slot != StickyTable.NONE && sticky.connections(slot) > 0) {
            sticky.connections(slot, sticky.connections(slot) - 1);
        }
    }

    private boolean isHeavy(final int connections) {
        final SteeringTable table = situation.table();
        return table.heavySources().isHeavy(connections, shard.allOpen(), table.eligibleNodes());
    }

    /** Is the client, which may have no slot, to be spread over the nodes connection by connection? */
    boolean isSpread(final int slot) {
        return slot != StickyTable.NONE
                && sticky.isHeavy(slot)
                && situation.table().heavySources().isSpread();
    }

    /** Comes by each heavy source in turn. */
    void onSweep(final int slot) {
        final SteeringTable table = situation.table();
        if (situation.isArmed()
                && !table.heavySources().isLight(sticky.connections(slot), shard.allOpen(), table.eligibleNodes())) {
            tell(slot);
        } else {
            forget(slot);
        }
    }

    /** The client in the slot goes. */
    void onExpiry(final int slot) {
        if (sticky.isHeavy(slot)) {
            forget(slot);
        }
    }

    private void forget(final int slot) {
        sticky.heavy(slot, false);
        if (!events.sourceLight(sticky.clientHigh(slot), sticky.clientLow(slot))) {
            eventsLost.incrementRelease();
        }
    }

    private void tell(final int slot) {
        if (!events.sourceHeavy(
                sticky.clientHigh(slot),
                sticky.clientLow(slot),
                sticky.owner(slot),
                sticky.connections(slot),
                shard.allOpen())) {
            eventsLost.incrementRelease();
        }
    }
}
