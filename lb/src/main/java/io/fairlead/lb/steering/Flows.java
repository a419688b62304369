package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.function.IntConsumer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Every flow that is known, in two tables. A flow begins among the openings, where a flood of SYNs or of stray segments can do no more than throw out other
 * openings; the client's second packet, a handshake's third segment, moves it to those that live, which nothing throws out. A slot says by itself in which table it
 * is, and is valid until the next change.
 *
 * <p>Every change of a flow's owner or state goes through here, so that the number of active connections a node reports is always that of its table. Belongs to
 * one data-path thread; allocates nothing.
 */
final class Flows {

    static final int NONE = FlowTable.NONE;

    /** In a slot: it is one of the openings. */
    private static final int OPENING = 1 << 30;

    private final FlowTable flows;
    private final FlowTable openings;
    private final TranslationTable translations;
    private final ClientNodes clients;
    private final int self;
    private final AtomicCounter active;
    private final AtomicCounter opened;
    private final AtomicCounter tableFull;
    private final AtomicCounter openingsEvicted;
    private final FlowKey moving = new FlowKey();
    private final IntConsumer beforeEviction = this::beforeEviction;
    private final FlowTable.BeforeExpiry mayExpireFlow = this::mayExpireFlow;
    private final FlowTable.BeforeExpiry mayExpireOpening = this::mayExpireOpening;
    private FlowTable.BeforeExpiry beforeExpiry = slot -> true;

    Flows(
            final SteeringTables tables,
            final ClientNodes clients,
            final int self,
            final CounterSet<SteeringCounter> counters) {
        this.flows = tables.flows();
        this.openings = tables.openings();
        this.translations = tables.translations();
        this.clients = clients;
        this.self = self;
        this.active = counters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE);
        this.opened = counters.get(SteeringCounter.OWN_CONNECTIONS);
        this.tableFull = counters.get(SteeringCounter.FLOW_TABLE_FULL);
        this.openingsEvicted = counters.get(SteeringCounter.OPENINGS_EVICTED);
        active.setRelease(0);
        recount();
    }

    /** What was open when the last process ended. */
    private void recount() {
        if (flows.size() + openings.size() == 0) {
            return;
        }
        for (int place = 0; place < places(); place++) {
            final int slot = slotAt(place);
            if (isOpen(slot)) {
                clients.found(key(slot, moving));
                account(false, owner(slot) == self);
            }
        }
    }

    private boolean isOpen(final int slot) {
        return state(slot) == FlowState.ESTABLISHED;
    }

    int find(final FlowKey key) {
        final int slot = flows.find(key);
        if (slot != NONE) {
            return slot;
        }
        final int opening = openings.find(key);
        return opening == NONE ? NONE : opening | OPENING;
    }

    private FlowTable table(final int slot) {
        return isOpening(slot) ? openings : flows;
    }

    /** Every slot of the flows that live is below this one; those of openings are not. */
    int livingSlots() {
        return flows.capacity();
    }

    /** How many places there are, used or not, in both tables: for a search through {@link #slotAt}. */
    int places() {
        return flows.capacity() + openings.capacity();
    }

    /** The slot at a place: first those of the flows that live, then those of openings. */
    int slotAt(final int place) {
        return place < flows.capacity() ? place : (place - flows.capacity()) | OPENING;
    }

    /** Is there a flow of this client in the slot, which may be a free one? */
    boolean isOf(final int slot, final long clientHigh, final long clientLow) {
        return table(slot).isOf(inTable(slot), clientHigh, clientLow);
    }

    /** Since the client's last frame. */
    int idleSeconds(final int slot, final int seconds) {
        return table(slot).idleSeconds(inTable(slot), seconds);
    }

    boolean isEstablishedTcp(final int slot) {
        return table(slot).isEstablishedTcp(inTable(slot));
    }

    /** Notes what a reset would need. */
    void client(final int slot, final PacketView view) {
        if (view.isTcp() && (view.tcpFlags() & TcpSegment.ACK) != 0) {
            table(slot).client(inTable(slot), view.ethernet.source(), view.ethernet.tags(), view.tcp.acknowledgment());
        }
    }

    boolean isHearsay(final int slot) {
        return table(slot).isHearsay(inTable(slot));
    }

    /**
     * What the director says of a connection. It is kept only while the table is less than half full, for it must not take the room of what this node sees itself.
     *
     * @return false if there was no room
     */
    boolean hear(final FlowKey key, final int owner, final long clientMac, final int clientTags, final int seconds) {
        final int known = find(key);
        if (known != NONE && isOwn(known)) {
            // of what was steered here the director alone knows where it comes from
            if (clientMac(known) == 0) {
                table(known).client(inTable(known), clientMac, clientTags, 0);
            }
            return true;
        }
        if (owner == self) {
            // whatever became of it, what it needs to be delivered is not here
            return true;
        }
        if (known == NONE && flows.size() >= flows.capacity() / 2) {
            return false;
        }
        final int slot = put(known, key, owner, FlowState.ESTABLISHED, seconds);
        if (slot != NONE) {
            table(slot).hearsay(inTable(slot), clientMac, clientTags, seconds);
        }
        return slot != NONE;
    }

    /** The director says that a connection has ended. */
    void hearOfEnd(final FlowKey key, final int seconds) {
        final int slot = find(key);
        if (slot != NONE && isSettled(slot) && !isOwn(slot)) {
            close(slot, seconds);
        }
    }

    void forgetHearsayBefore(final int seconds) {
        flows.forgetHearsayBefore(seconds);
    }

    long clientMac(final int slot) {
        return table(slot).clientMac(inTable(slot));
    }

    int clientTags(final int slot) {
        return table(slot).clientTags(inTable(slot));
    }

    int acknowledgment(final int slot) {
        return table(slot).acknowledgment(inTable(slot));
    }

    private static boolean isOpening(final int slot) {
        return (slot & OPENING) != 0;
    }

    private static int inTable(final int slot) {
        return slot & ~OPENING;
    }

    int owner(final int slot) {
        return table(slot).owner(inTable(slot));
    }

    int state(final int slot) {
        return table(slot).state(inTable(slot));
    }

    int translatedPort(final int slot) {
        return table(slot).translatedPort(inTable(slot));
    }

    int proxyPort(final int slot) {
        return table(slot).proxyPort(inTable(slot));
    }

    void translation(final int slot, final int translatedPort, final int proxyPort) {
        table(slot).translation(inTable(slot), translatedPort, proxyPort);
    }

    FlowKey key(final int slot, final FlowKey key) {
        return table(slot).key(inTable(slot), key);
    }

    int timeoutSeconds(final int slot) {
        return table(slot).timeoutSeconds(inTable(slot));
    }

    /** Has the flow timed out, though no sweep has come by yet? */
    boolean isSilent(final int slot, final int seconds) {
        return table(slot).isSilent(inTable(slot), seconds);
    }

    /** Is the owner known, be it this node or another? */
    boolean isSettled(final int slot) {
        final int state = state(slot);
        return state == FlowState.NEW || state == FlowState.ESTABLISHED || state == FlowState.CLOSING;
    }

    boolean isOwn(final int slot) {
        return owner(slot) == self && isSettled(slot);
    }

    /** Is another node known to be the owner? */
    boolean isOthers(final int slot) {
        return owner(slot) != self && isSettled(slot);
    }

    private boolean isOwnActive(final int slot) {
        return owner(slot) == self && isOpen(slot);
    }

    /**
     * Puts a flow into a state under an owner, adding it if {@code slot} is NONE.
     *
     * @return its slot, which may be another one; NONE if there is no room
     */
    int put(final int slot, final FlowKey key, final int owner, final int state, final int seconds) {
        int at = slot;
        final boolean wasActive = at != NONE && isOwnActive(at);
        final boolean wasOpen = at != NONE && isOpen(at);
        if (at == NONE) {
            at = insert(key, owner, state, seconds);
            if (at == NONE) {
                return NONE;
            }
        } else {
            table(at).owner(inTable(at), owner);
            at = move(at, state, seconds);
        }
        account(wasActive, isOwnActive(at));
        if (!wasOpen && isOpen(at)) {
            clients.found(key);
        } else if (wasOpen && !isOpen(at)) {
            clients.ended(key);
        }
        return at;
    }

    private int insert(final FlowKey key, final int owner, final int state, final int seconds) {
        if (state != FlowState.ESTABLISHED) {
            if (openings.isFull()) {
                openings.evict(beforeEviction);
                openingsEvicted.incrementRelease();
            }
            return openings.insert(key, owner, state, seconds) | OPENING;
        }
        final int slot = flows.insert(key, owner, state, seconds);
        if (slot == NONE) {
            tableFull.incrementRelease();
        }
        return slot;
    }

    private void beforeEviction(final int opening) {
        leave(opening | OPENING);
        final int port = openings.translatedPort(opening);
        if (port != 0) {
            translations.remove(openings.key(opening, moving), port, openings.proxyPort(opening));
        }
    }

    /** Sets the state; an opening that is established moves to the flows that live, if there is room. */
    private int move(final int slot, final int state, final int seconds) {
        final int before = state(slot);
        table(slot).state(inTable(slot), state, seconds);
        if (before == FlowState.NEW && state == FlowState.ESTABLISHED && owner(slot) == self) {
            opened.incrementRelease();
        }
        if (!isOpening(slot) || state != FlowState.ESTABLISHED) {
            return slot;
        }
        final int opening = inTable(slot);
        final int at = flows.insert(openings.key(opening, moving), openings.owner(opening), state, seconds);
        if (at == NONE) {
            if (before != FlowState.ESTABLISHED) {
                tableFull.incrementRelease();
            }
            return slot;
        }
        final int port = openings.translatedPort(opening);
        if (port != 0) {
            flows.translation(at, port, openings.proxyPort(opening));
        }
        openings.remove(opening);
        return at;
    }

    /** The flow has ended, whatever its client thinks. */
    void close(final int slot, final int seconds) {
        leave(slot);
        move(slot, FlowState.CLOSING, seconds);
    }

    /** The flow is open no longer, if it was. */
    private void leave(final int slot) {
        if (isOpen(slot)) {
            account(isOwnActive(slot), false);
            clients.ended(key(slot, moving));
        }
    }

    /**
     * Follows an open flow through a packet that changes nothing, as nearly all are.
     *
     * @return false if the packet, or the flow, needs {@link #follow}
     */
    boolean goesOn(final int slot, final PacketView view, final int seconds) {
        if (isOpening(slot) || flows.state(slot) != FlowState.ESTABLISHED || ends(view)) {
            return false;
        }
        flows.touch(slot, seconds);
        return true;
    }

    private static boolean ends(final PacketView view) {
        return view.isTcp() && (view.tcpFlags() & (TcpSegment.FIN | TcpSegment.RST)) != 0;
    }

    /**
     * Follows the client's side of the flow. A client stays with its node from the moment on that it has answered.
     *
     * @return its slot, which may be another one
     */
    int follow(final int slot, final PacketView view, final int seconds) {
        final int before = state(slot);
        final int after = next(before, view);
        if (before == FlowState.ESTABLISHED && after != before) {
            leave(slot);
        }
        final int at = move(slot, after, seconds);
        if (after == FlowState.ESTABLISHED && before != after) {
            account(false, owner(at) == self);
            clients.opened(key(at, moving), owner(at), seconds);
        }
        return at;
    }

    private static int next(final int state, final PacketView view) {
        if (!view.isTcp()) {
            return FlowState.ESTABLISHED;
        }
        if (ends(view)) {
            return FlowState.CLOSING;
        }
        return state == FlowState.NEW && !view.opensTcp() ? FlowState.ESTABLISHED : state;
    }

    /** Removes what has timed out and {@code asked} lets go, looking at a few entries of each table. */
    void sweep(final int flowEntries, final int openingEntries, final int seconds, final FlowTable.BeforeExpiry asked) {
        beforeExpiry = asked;
        flows.sweep(flowEntries, seconds, mayExpireFlow);
        openings.sweep(openingEntries, seconds, mayExpireOpening);
    }

    private boolean mayExpireFlow(final int slot) {
        if (!beforeExpiry.mayExpire(slot)) {
            return false;
        }
        leave(slot);
        return true;
    }

    private boolean mayExpireOpening(final int slot) {
        return mayExpireFlow(slot | OPENING);
    }

    private void account(final boolean before, final boolean after) {
        if (before != after) {
            active.getAndAddRelease(after ? 1 : -1);
        }
    }
}
