package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.NO_NODE;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Connections whose node is gone for good. A director has their clients reset, so that they connect anew at once and need not wait for a timeout of TCP: those that
 * wait in silence are looked for when a node is gone, and those that send are answered. So many a second, and no more. Belongs to one data-path thread;
 * allocates nothing.
 */
final class Orphans {

    /** While a search is on, the data path comes by this often even if no frame does. */
    static final long SEARCH_INTERVAL_NS = 1_000_000L;

    private static final int FLOWS_PER_CYCLE = 4096;
    private static final int MOST_AT_ONCE = 256;

    /** 2,000 a second. */
    private static final long NANOS_PER_RESET = 500_000L;

    private final Situation situation;
    private final Flows flows;
    private final SteeringEvents events;
    private final FlowKey key = new FlowKey();
    private final AtomicCounter resets;
    private final AtomicCounter eventsLost;
    private final AtomicCounter probes;
    private final Allowance allowance;
    private int toSearch;

    Orphans(
            final Situation situation,
            final Shard shard,
            final Flows flows,
            final SteeringEvents events,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.allowance = new Allowance(shard.part(MOST_AT_ONCE), shard.nanosEach(NANOS_PER_RESET));
        this.flows = flows;
        this.events = events;
        this.resets = counters.get(SteeringCounter.RESETS);
        this.probes = counters.get(SteeringCounter.PROBES);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
    }

    /** A node that was there and is not any more has left orphans, perhaps; so it may be when this node becomes director. */
    void onTable(final SteeringTable before, final SteeringTable after) {
        if (!after.isDirector() || !after.isAcquainted()) {
            return;
        }
        boolean isNews = !before.isDirector() || !before.isAcquainted();
        for (int i = 0; i < before.nodes().size() && !isNews; i++) {
            isNews = after.indexOfId(before.node(i).id()) == NO_NODE;
        }
        if (isNews) {
            toSearch = flows.livingSlots();
        }
    }

    void start(final long nowNs) {
        allowance.start(nowNs);
    }

    /** Looks at some more flows, if there is a search. */
    void search(final long nowNs) {
        allowance.earn(nowNs);
        for (int looked = 0; toSearch > 0 && looked < FLOWS_PER_CYCLE && situation.isArmed(); looked++) {
            final int slot = toSearch - 1;
            if (flows.isEstablishedTcp(slot) && isGone(flows.owner(slot))) {
                if (allowance.isUsedUp() || (flows.clientMac(slot) != 0 && !end(slot))) {
                    return;
                }
                // not to be found again when the next node is gone
                flows.close(slot, situation.seconds());
            }
            toSearch--;
        }
    }

    /** Of a connection that another node has told of, what the client expects is not known: it is asked for, and the client's answer is answered by a reset. */
    private boolean end(final int slot) {
        flows.key(slot, key);
        return flows.isHearsay(slot)
                ? probe(key, flows.clientMac(slot), flows.clientTags(slot))
                : reset(key, flows.clientMac(slot), flows.clientTags(slot), flows.acknowledgment(slot));
    }

    /** Not while another node is director: then there is nothing to come by for. */
    boolean isSearching() {
        return toSearch > 0 && situation.isArmed();
    }

    /** Is the node out of the cluster, rather than not heard of yet? */
    boolean isGone(final int owner) {
        return situation.table().isAcquainted() && situation.table().indexOfId(owner) == NO_NODE;
    }

    /** A segment of an orphan: its acknowledgment is the sequence number that the client expects. A reset is never answered (RFC 9293 section 3.5.2). */
    void onSegment(final PacketView view, final FlowKey flow) {
        final boolean wantsAnswer = (view.tcpFlags() & (TcpSegment.ACK | TcpSegment.RST)) == TcpSegment.ACK;
        if (wantsAnswer && !allowance.isUsedUp()) {
            reset(flow, view.ethernet.source(), view.ethernet.tags(), view.tcp.acknowledgment());
        }
    }

    private boolean reset(final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {
        if (!events.flowOrphaned(flow, clientMac, clientTags, sequence)) {
            eventsLost.incrementRelease();
            return false;
        }
        allowance.use();
        resets.incrementRelease();
        return true;
    }

    private boolean probe(final FlowKey flow, final long clientMac, final int clientTags) {
        if (!events.flowProbed(flow, clientMac, clientTags)) {
            eventsLost.incrementRelease();
            return false;
        }
        allowance.use();
        probes.incrementRelease();
        return true;
    }
}
