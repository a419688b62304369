package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.NO_NODE;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;

/** What the decision about a frame depends on besides the frame: the cluster as published, whether this node steers, and the time. One data-path thread. */
final class Situation {

    /** For how long a node that has stopped steering goes by what it knew as director: a client that has missed the new one's ARP. */
    static final int EX_DIRECTOR_SECONDS = 30;

    private SteeringTable table;
    private final NodeIndex nodes = new NodeIndex();
    private long ownMac;
    private boolean isArmed;
    private int seconds;
    private int lastArmedSeconds;

    Situation(final SteeringTable initial) {
        table = initial;
        table(initial, false);
    }

    void table(final SteeringTable next, final boolean armed) {
        table = next;
        nodes.of(next);
        ownMac = next.own().mac();
        isArmed = armed;
    }

    void disarm() {
        isArmed = false;
    }

    /** A node that has just started may have been director a moment ago: its tables outlive it. */
    void start(final int now) {
        seconds = now;
        lastArmedSeconds = now;
    }

    void seconds(final int now) {
        if (isArmed) {
            // when it last was awake as director, be it that it sleeps until now
            lastArmedSeconds = seconds;
        }
        seconds = now;
    }

    SteeringTable table() {
        return table;
    }

    /** The nodes of {@link #table}, by what frames say of them. */
    NodeIndex nodes() {
        return nodes;
    }

    boolean isArmed() {
        return isArmed;
    }

    int seconds() {
        return seconds;
    }

    /** Was this node director a moment ago? */
    boolean isExDirector() {
        return seconds - lastArmedSeconds < EX_DIRECTOR_SECONDS;
    }

    /**
     * Has a node decided already that this packet is for us? Its frames are never steered again. The exception is what a node hands over because it came to
     * that node's own address: that is for a director to steer.
     */
    boolean wasSteeredHere(final PacketView view) {
        return wasSteeredHere(view, nodes.byMac(view.ethernet.source()));
    }

    /** The same when the sender has been looked up: the index of a node or NO_NODE. */
    boolean wasSteeredHere(final PacketView view, final int sender) {
        if (sender == NO_NODE || sender == table.self()) {
            return false;
        }
        return !isArmed || nodes.byAddress(view.destinationHigh(), view.destinationLow()) != sender;
    }

    long ownMac() {
        return ownMac;
    }

    /** Has this node sent the frame itself? */
    boolean isOwnFrame(final PacketView view) {
        return view.ethernet.source() == ownMac;
    }

    /** May a packet that has come here be passed to the director, because it came to this node's own address? */
    boolean canHandOver(final PacketView view) {
        return !isArmed
                && table.director() != NO_NODE
                && table.isOwnAddress(view.destinationHigh(), view.destinationLow())
                && table.canTake(table.director(), view.destinationHigh(), view.destinationLow());
    }

    /** Addresses the frame to another node: nothing but the two MAC addresses changes. */
    int toNode(final PacketView view, final int node) {
        view.ethernet.destination(table.node(node).mac()).source(ownMac);
        return TO_UPLINK;
    }
}
