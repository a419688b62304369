package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a director sees of connections, for its successor: that they begin and end, and, when all are asked for, that they go on. Some thousands a second, and no
 * more. Belongs to one data-path thread; allocates nothing.
 */
final class ConnectionNews {

    /** While all are being told of, the data path comes by this often even if no frame does. */
    static final long SEARCH_INTERVAL_NS = 10_000_000L;

    private static final int FLOWS_PER_CYCLE = 4096;
    private static final int MOST_AT_ONCE = 200;

    /** 2,000 a second. */
    private static final long NANOS_PER_CONNECTION = 500_000L;

    private final Situation situation;
    private final Flows flows;
    private final SteeringEvents events;
    private final FlowKey key = new FlowKey();
    private final AtomicCounter eventsLost;
    private final Allowance allowance;
    private int toTell;
    private boolean isTelling;

    ConnectionNews(
            final Situation situation,
            final Shard shard,
            final Flows flows,
            final SteeringEvents events,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.allowance = new Allowance(shard.part(MOST_AT_ONCE), shard.nanosEach(NANOS_PER_CONNECTION));
        this.flows = flows;
        this.events = events;
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
    }

    void start(final long nowNs) {
        allowance.start(nowNs);
    }

    /** The client of a flow has proven itself. */
    void opened(final FlowKey flow, final int slot) {
        if (situation.isArmed()
                && !events.connectionOpened(
                        flow, flows.owner(slot), flows.clientMac(slot), flows.clientTags(slot), true)) {
            eventsLost.incrementRelease();
        }
    }

    /** The client has ended it. */
    void closed(final FlowKey flow) {
        if (situation.isArmed() && !events.connectionClosed(flow)) {
            eventsLost.incrementRelease();
        }
    }

    /** All that are open are to be told of. */
    void tellAll() {
        toTell = flows.livingSlots();
        isTelling = true;
    }

    boolean isTelling() {
        return isTelling;
    }

    /** Tells of some more. What finds no room among the events is tried again. */
    void tell(final long nowNs) {
        if (!isTelling) {
            return;
        }
        allowance.earn(nowNs);
        for (int looked = 0; toTell > 0 && looked < FLOWS_PER_CYCLE; looked++) {
            final int slot = toTell - 1;
            if (flows.isEstablishedTcp(slot)) {
                if (allowance.isUsedUp() || !tell(slot)) {
                    return;
                }
                allowance.use();
            }
            toTell--;
        }
        isTelling = toTell > 0 || !events.connectionsTold();
    }

    private boolean tell(final int slot) {
        return events.connectionOpened(
                flows.key(slot, key), flows.owner(slot), flows.clientMac(slot), flows.clientTags(slot), false);
    }
}
