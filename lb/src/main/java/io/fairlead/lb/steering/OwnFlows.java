package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The flow table with this node's own share of it counted: every change of a flow's owner or state goes through here, so that the
 * number of active connections a node reports is always that of its table. Belongs to one data-path thread; allocates nothing.
 */
final class OwnFlows {

    private final FlowTable flows;
    private final int self;
    private final AtomicCounter active;
    private final AtomicCounter opened;
    private final AtomicCounter tableFull;

    OwnFlows(final FlowTable flows, final int self, final CounterSet<SteeringCounter> counters) {
        this.flows = flows;
        this.self = self;
        this.active = counters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE);
        this.opened = counters.get(SteeringCounter.OWN_CONNECTIONS);
        this.tableFull = counters.get(SteeringCounter.FLOW_TABLE_FULL);
        active.setRelease(flows.count(self, FlowState.NEW) + flows.count(self, FlowState.ESTABLISHED));
    }

    int find(final FlowKey key) {
        return flows.find(key);
    }

    int owner(final int slot) {
        return flows.owner(slot);
    }

    int state(final int slot) {
        return flows.state(slot);
    }

    /** Has the flow timed out, though no sweep has come by yet? */
    boolean isSilent(final int slot, final int seconds) {
        return flows.isSilent(slot, seconds);
    }

    /** Is the owner known, be it this node or another? */
    boolean isSettled(final int slot) {
        final int state = flows.state(slot);
        return state == FlowState.NEW || state == FlowState.ESTABLISHED || state == FlowState.CLOSING;
    }

    boolean isOwn(final int slot) {
        return flows.owner(slot) == self && isSettled(slot);
    }

    private boolean isOwnActive(final int slot) {
        return isOwn(slot) && flows.state(slot) != FlowState.CLOSING;
    }

    /** Puts a flow into a state under an owner, adding it if {@code slot} is NONE; NONE if there is no room. */
    int put(final int slot, final FlowKey key, final int owner, final int state, final int seconds) {
        int at = slot;
        final boolean before = at != FlowTable.NONE && isOwnActive(at);
        if (at == FlowTable.NONE) {
            at = flows.insert(key, owner, state, seconds);
            if (at == FlowTable.NONE) {
                tableFull.incrementRelease();
                return FlowTable.NONE;
            }
        } else {
            flows.owner(at, owner);
            flows.state(at, state, seconds);
        }
        account(before, isOwnActive(at));
        if (owner == self && state == FlowState.NEW) {
            opened.incrementRelease();
        }
        return at;
    }

    /** Follows the client's side of the flow. */
    void follow(final int slot, final PacketView view, final int seconds) {
        final boolean before = isOwnActive(slot);
        flows.state(slot, next(flows.state(slot), view), seconds);
        account(before, isOwnActive(slot));
    }

    private static int next(final int state, final PacketView view) {
        if (!view.isTcp()) {
            return FlowState.ESTABLISHED;
        }
        final int flags = view.tcp.flags();
        if ((flags & (TcpSegment.FIN | TcpSegment.RST)) != 0) {
            return FlowState.CLOSING;
        }
        return state == FlowState.NEW && !view.tcp.isOpening() ? FlowState.ESTABLISHED : state;
    }

    /** Call before a flow leaves the table. */
    void onExpiring(final int slot) {
        account(isOwnActive(slot), false);
    }

    private void account(final boolean before, final boolean after) {
        if (before != after) {
            active.getAndAddRelease(after ? 1 : -1);
        }
    }
}
