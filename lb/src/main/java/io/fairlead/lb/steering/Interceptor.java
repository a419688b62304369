package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.NO_NODE;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.QuotedPacket;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What happens to a frame that belongs to a redirect: steered by a director, delivered by a scanning node, handed over by a backup.
 *
 * <p>The rules, in this order:
 *
 * <ol>
 *   <li>A frame with a node's source MAC has been steered: it is delivered here and never steered again.
 *   <li>But one for that very node's own address was handed over by it: a director steers it.
 *   <li>A director sends a frame to its flow's owner, else to the client's node, else to the node with the lowest score.
 *   <li>Any other node delivers its own flows, hands frames for its own address to the director, and sends what it steered as
 *       director to the owners it chose then, for {@value Situation#EX_DIRECTOR_SECONDS} seconds.
 *   <li>A TCP segment that opens nothing and belongs to no known flow is dropped while its owner is asked for; the client's
 *       retransmission finds the answer.
 * </ol>
 *
 * <p>Belongs to one data-path thread; allocates nothing.
 */
final class Interceptor {

    private static final int NONE = Flows.NONE;

    private final Situation situation;
    private final Flows flows;
    private final ClientNodes clients;
    private final LocalDelivery local;
    private final Assigner assigner;
    private final Orphans orphans;
    private final ConnectionNews connections;
    private final SteeringEvents events;
    private final FlowKey key = new FlowKey();

    private final AtomicCounter steered;
    private final AtomicCounter handedOver;
    private final AtomicCounter newFlows;
    private final AtomicCounter refusedNoNode;
    private final AtomicCounter unclaimed;
    private final AtomicCounter eventsLost;
    private final AtomicCounter dropUnknownFlow;
    private final AtomicCounter dropNoOwner;

    // of the frame being decided
    private PacketView view = new PacketView();
    private SteeringTable table;
    private int seconds;
    private boolean opens;
    private int sender;
    private int lastNode;

    Interceptor(
            final Situation situation,
            final Flows flows,
            final ClientNodes clients,
            final LocalDelivery local,
            final Assigner assigner,
            final Orphans orphans,
            final ConnectionNews connections,
            final SteeringEvents events,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.table = situation.table();
        this.flows = flows;
        this.clients = clients;
        this.local = local;
        this.assigner = assigner;
        this.orphans = orphans;
        this.connections = connections;
        this.events = events;
        this.steered = counters.get(SteeringCounter.STEERED);
        this.handedOver = counters.get(SteeringCounter.HANDED_OVER);
        this.newFlows = counters.get(SteeringCounter.NEW_FLOWS);
        this.refusedNoNode = counters.get(SteeringCounter.REFUSED_NO_NODE);
        this.unclaimed = counters.get(SteeringCounter.UNCLAIMED);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
        this.dropUnknownFlow = counters.get(SteeringCounter.DROP_UNKNOWN_FLOW);
        this.dropNoOwner = counters.get(SteeringCounter.DROP_NO_OWNER);
    }

    /**
     * The proxy port of a client's packet, 0 if it belongs to no redirect. What began under a redirect that is no more, or before an exception was made for it, goes on
     * as it began.
     */
    int proxyPort(final PacketView packet) {
        final RedirectMap redirects = situation.table().redirects();
        final int port = redirects.proxyPort(packet);
        if (!redirects.hasFormer()) {
            return port;
        }
        final RedirectRule rule = redirects.rule(packet.protocol(), packet.destinationPort());
        if (port != 0 && !rule.isFormer()) {
            return port;
        }
        final int began = rule.proxyPort(packet.destinationPort());
        return began != 0 && goesOn(packet) ? began : 0;
    }

    private boolean goesOn(final PacketView packet) {
        packet.flow(key);
        final int slot = packet.isTcp() && packet.opensTcp() ? NONE : flows.find(key);
        return slot != NONE && flows.isSettled(slot) && (packet.isTcp() || !flows.isSilent(slot, situation.seconds()));
    }

    /** The verdict for a frame to a VIP or a node's address at a redirected port. */
    int onFrame(final PacketView packet, final int proxyPort) {
        final int slot = begin(packet);
        if (situation.wasSteeredHere(packet, sender)) {
            return deliver(slot, proxyPort);
        }
        return situation.isArmed() ? direct(slot, proxyPort) : passAsBackup(slot, proxyPort);
    }

    /** The same when it is known already that this node's proxy gets it. */
    int deliverHere(final PacketView packet, final int proxyPort) {
        return deliver(begin(packet), proxyPort);
    }

    private int begin(final PacketView packet) {
        view = packet;
        table = situation.table();
        seconds = situation.seconds();
        opens = !packet.isTcp() || packet.opensTcp();
        sender = situation.nodes().byMac(packet.ethernet.source());
        lastNode = table.self();
        packet.flow(key);
        return flows.find(key);
    }

    /** Where the last frame went that was not dropped: the id of a node, perhaps this one. */
    int lastNodeId() {
        return table.node(lastNode).id();
    }

    /** The verdict for an ICMP error about a flow. */
    int onError(final PacketView packet, final FlowKey flow, final IcmpMessage icmp, final QuotedPacket quoted) {
        view = packet;
        table = situation.table();
        final int slot = flows.find(flow);
        final boolean isOwn = slot != NONE && flows.isOwn(slot);
        if (!isOwn && !situation.wasSteeredHere(packet)) {
            if (situation.isArmed()) {
                final int node = slot != NONE && flows.isSettled(slot)
                        ? situation.nodes().byId(flows.owner(slot))
                        : clients.indexOf(flow);
                if (node != NO_NODE && node != table.self()) {
                    return steerTo(node);
                }
            } else if (situation.canHandOver(packet)) {
                handedOver.incrementRelease();
                return send(table.director());
            }
        }
        return local.errorToKernel(packet, isOwn ? slot : NONE, icmp, quoted);
    }

    private int direct(final int slot, final int proxyPort) {
        if (opens && (slot == NONE || needsNewOwner(slot))) {
            return assign(slot, proxyPort);
        }
        if (slot == NONE) {
            return adopt(proxyPort);
        }
        return flows.isOthers(slot) ? steer(slot) : deliver(slot, proxyPort);
    }

    private boolean needsNewOwner(final int slot) {
        if (!flows.isSettled(slot) || flows.state(slot) == FlowState.CLOSING) {
            return true;
        }
        final int owner = situation.nodes().byId(flows.owner(slot));
        if (owner == NO_NODE) {
            return true;
        }
        final SteeringTable.Node node = table.node(owner);
        // a SYN is a first segment; a datagram need not be, and what it may belong to goes on while its node drains
        return view.isTcp() ? !node.takes(rule().redirect()) : node.hasFailed() || flows.isSilent(slot, seconds);
    }

    private RedirectRule rule() {
        return table.redirects().rule(key.protocol(), key.destinationPort());
    }

    /** A new flow: to the node that the assigner finds, else to this node's kernel, which refuses it. */
    private int assign(final int slot, final int proxyPort) {
        final RedirectRule rule = rule();
        final int passive = assigner.passiveNode(key, rule);
        if (passive != NO_NODE) {
            return assignTo(passive, slot, proxyPort);
        }
        int node = assigner.assign(key, rule);
        if (node == NO_NODE) {
            refusedNoNode.incrementRelease();
            node = table.self();
        } else {
            newFlows.incrementRelease();
        }
        return assignTo(node, slot, proxyPort);
    }

    private int assignTo(final int node, final int slot, final int proxyPort) {
        final int at = flows.put(slot, key, table.node(node).id(), FlowState.NEW, seconds);
        if (node == table.self()) {
            return local.toKernel(view, at, key, proxyPort, opens);
        }
        return steerTo(node);
    }

    /** A running flow that this director has not seen: most likely it is with its client's node, and that one knows better. */
    private int adopt(final int proxyPort) {
        final int node = clients.indexOf(key);
        if (node == NO_NODE || node == table.self()) {
            return deliver(NONE, proxyPort);
        }
        final int at = flows.put(NONE, key, table.node(node).id(), FlowState.NEW, seconds);
        return at == NONE ? steerTo(node) : steer(at);
    }

    private int passAsBackup(final int slot, final int proxyPort) {
        if (slot != NONE && flows.isOwn(slot)) {
            return deliver(slot, proxyPort);
        }
        if (situation.canHandOver(view)) {
            handedOver.incrementRelease();
            return send(table.director());
        }
        return slot != NONE && isStillKnown(slot) ? steerAsBefore(slot) : deliver(slot, proxyPort);
    }

    /** Not for ever: what is known grows old while another node is director. A claim, which is asked for then, is news. */
    private boolean isStillKnown(final int slot) {
        return flows.isSettled(slot)
                && (situation.isExDirector() || flows.idleSeconds(slot, seconds) < Situation.EX_DIRECTOR_SECONDS);
    }

    /** Renews nothing: it is the director who follows the flow. */
    private int steerAsBefore(final int slot) {
        final int node = situation.nodes().byId(flows.owner(slot));
        return node == NO_NODE ? dropOrphan(slot) : steerTo(node);
    }

    private int steer(final int slot) {
        final int node = situation.nodes().byId(flows.owner(slot));
        if (node == NO_NODE) {
            return dropOrphan(slot);
        }
        follow(slot);
        return steerTo(node);
    }

    private int dropOrphan(final int slot) {
        if (view.isTcp() && orphans.isGone(flows.owner(slot))) {
            orphans.onSegment(view, key);
        }
        dropNoOwner.incrementRelease();
        return DROP;
    }

    private int steerTo(final int node) {
        steered.incrementRelease();
        return send(node);
    }

    /** Nodes that are not director get a client's frames from a node, and do not know where they come from. */
    private int follow(final int slot) {
        if (flows.goesOn(slot, view, seconds)) {
            noteClient(slot);
            return slot;
        }
        final int before = flows.state(slot);
        final int at = flows.follow(slot, view, seconds);
        final int after = flows.state(at);
        noteClient(at);
        if (before == FlowState.NEW && after == FlowState.ESTABLISHED && view.isTcp()) {
            connections.opened(key, at);
        } else if (before == FlowState.ESTABLISHED && after == FlowState.CLOSING) {
            connections.closed(key);
        }
        return at;
    }

    private void noteClient(final int slot) {
        if (sender == NO_NODE && situation.isArmed()) {
            flows.client(slot, view);
        }
    }

    private int send(final int node) {
        lastNode = node;
        return situation.toNode(view, node);
    }

    /** For this node's proxy, by a director's decision or its own. */
    private int deliver(final int slot, final int proxyPort) {
        if (slot != NONE && flows.isOwn(slot) && !(opens && flows.state(slot) == FlowState.CLOSING)) {
            return local.toKernel(view, follow(slot), key, proxyPort, opens);
        }
        if (opens) {
            final int owner = table.own().id();
            final int at = flows.put(slot, key, owner, FlowState.NEW, seconds);
            return local.toKernel(view, at, key, proxyPort, opens);
        }
        final boolean isAnswerFresh = slot != NONE && !flows.isSilent(slot, seconds);
        if (isAnswerFresh && flows.state(slot) == FlowState.UNCLAIMED) {
            unclaimed.incrementRelease();
            return TO_HOST;
        }
        if (!isAnswerFresh || flows.state(slot) != FlowState.ASKING) {
            ask(slot);
        }
        dropUnknownFlow.incrementRelease();
        return DROP;
    }

    private void ask(final int slot) {
        flows.put(slot, key, table.own().id(), FlowState.ASKING, seconds);
        if (!events.flowUnknown(key)) {
            eventsLost.incrementRelease();
        }
    }
}
