package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IpAddress;
import java.util.function.IntConsumer;
import org.agrona.concurrent.status.AtomicCounter;

/** The sticky table, with the conductor told of every change, and the heavy sources in it. Belongs to one data-path thread; allocates nothing. */
final class ClientNodes {

    private static final int NO_NODE_ID = 0;

    private final Situation situation;
    private final StickyTable sticky;
    private final SteeringEvents events;
    private final HeavySources heavySources;
    private final AtomicCounter tableFull;
    private final AtomicCounter eventsLost;
    private final IntConsumer beforeExpiry = this::beforeExpiry;
    private final IntConsumer onHeavy;

    ClientNodes(
            final Situation situation,
            final Shard shard,
            final StickyTable sticky,
            final SteeringEvents events,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.sticky = sticky;
        this.events = events;
        this.heavySources = new HeavySources(situation, shard, sticky, events, counters);
        this.onHeavy = heavySources::onSweep;
        this.tableFull = counters.get(SteeringCounter.STICKY_TABLE_FULL);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
    }

    /** Tells the conductor of the clients that outlived the last process. */
    void announceAll() {
        sticky.forEach(this::tell);
    }

    /** The id of the node of the flow's client; 0, which is no node's, if it has none. */
    int nodeOf(final FlowKey flow) {
        final int slot = find(flow);
        return slot == StickyTable.NONE ? NO_NODE_ID : sticky.owner(slot);
    }

    /** The index of the node of the flow's client; NO_NODE if it has none in the cluster, or if that cannot take what goes to the flow's destination. */
    int indexOf(final FlowKey flow) {
        final int node = situation.nodes().byId(nodeOf(flow));
        return node != SteeringTable.NO_NODE
                        && situation.table().canTake(node, flow.destinationHigh(), flow.destinationLow())
                ? node
                : SteeringTable.NO_NODE;
    }

    /** Since the last new connection of the flow's client; 0 if it has no node. */
    int ageSeconds(final FlowKey flow, final int seconds) {
        final int slot = find(flow);
        return slot == StickyTable.NONE ? 0 : sticky.ageSeconds(slot, seconds);
    }

    /** Is the flow's client a heavy source whose connections are spread over the nodes? */
    boolean isSpread(final FlowKey flow) {
        return heavySources.isSpread(find(flow));
    }

    private int find(final FlowKey flow) {
        return sticky.find(flow.clientHigh(), flow.clientLow());
    }

    /** The client has answered in a connection that it opened: it stays with the node, unless its connections are spread. */
    void opened(final FlowKey flow, final int owner, final int seconds) {
        final int node = isSpread(flow) ? nodeOf(flow) : owner;
        learn(flow.clientHigh(), flow.clientLow(), node, seconds);
        heavySources.opened(find(flow));
    }

    /** A connection of the client, about which nothing is known but that it is open, was found. */
    void found(final FlowKey flow) {
        heavySources.opened(find(flow));
    }

    /** A connection of the client is open no longer. */
    void ended(final FlowKey flow) {
        heavySources.ended(find(flow));
    }

    /** Nothing is learned of an address that no host can have: other nodes refuse a message that contains one. */
    void learn(final long clientHigh, final long clientLow, final int owner, final int seconds) {
        if (!IpAddress.isUnicast(clientHigh, clientLow)) {
            return;
        }
        if (sticky.put(clientHigh, clientLow, owner, seconds)) {
            tell(clientHigh, clientLow, owner);
        } else if (sticky.find(clientHigh, clientLow) == StickyTable.NONE) {
            tableFull.incrementRelease();
        }
    }

    void suggest(final long clientHigh, final long clientLow, final int owner, final int seconds) {
        if (sticky.find(clientHigh, clientLow) == StickyTable.NONE) {
            learn(clientHigh, clientLow, owner, seconds);
        }
    }

    private void tell(final long clientHigh, final long clientLow, final int owner) {
        if (!events.clientLearned(clientHigh, clientLow, owner)) {
            eventsLost.incrementRelease();
        }
    }

    int sweep(final int entries, final int seconds) {
        return sticky.sweep(entries, seconds, beforeExpiry, onHeavy);
    }

    private void beforeExpiry(final int slot) {
        heavySources.onExpiry(slot);
        if (!events.clientExpired(sticky.clientHigh(slot), sticky.clientLow(slot))) {
            eventsLost.incrementRelease();
        }
    }
}
