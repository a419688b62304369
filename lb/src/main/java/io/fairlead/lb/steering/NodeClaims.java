package io.fairlead.lb.steering;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.ArpPacket;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Notes for the conductor what ARP says about the other nodes' addresses: that they answer, and that somebody contradicts their reports. Nothing else follows
 * from it here: frames go where the table says, and the packet goes to the kernel as it came. Of a flood only so much is noted as leaves room for other
 * notes. Belongs to one data-path thread; allocates nothing.
 */
final class NodeClaims {

    /** Of each kind, so that a flood of forged claims does not hide that a node answers. */
    static final int MOST_PER_SECOND = 1000;

    private final Situation situation;
    private final SteeringEvents events;
    private final ArpPacket arp = new ArpPacket();
    private final AtomicCounter claimsRefused;
    private final AtomicCounter eventsLost;
    private int second;
    private int replies;
    private int contradictions;

    NodeClaims(final Situation situation, final SteeringEvents events, final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.events = events;
        this.claimsRefused = counters.get(SteeringCounter.NODE_CLAIMS_REFUSED);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
    }

    /** Looks at an ARP packet from the wire. */
    void onArp(final PacketView view) {
        arp.wrap(view.buffer(), view.ethernet.payloadIndex(), view.ethernet.payloadLength());
        if (!arp.isValid()) {
            return;
        }
        final SteeringTable table = situation.table();
        final int node = table.indexOfId(arp.senderIp());
        if (node == SteeringTable.NO_NODE || node == table.self()) {
            return;
        }
        final long mac = arp.senderMac();
        if (mac != table.node(node).mac()) {
            claimsRefused.incrementRelease();
            note(mac, false);
        } else if (arp.opcode() == ArpPacket.REPLY
                && arp.targetIp() == table.own().id()
                && view.ethernet.source() == mac) {
            note(mac, true);
        }
    }

    private void note(final long mac, final boolean isReply) {
        if (second != situation.seconds()) {
            second = situation.seconds();
            replies = 0;
            contradictions = 0;
        }
        final int noted = isReply ? ++replies : ++contradictions;
        if (noted > MOST_PER_SECOND || !events.nodeClaimed(arp.senderIp(), mac, isReply)) {
            eventsLost.incrementRelease();
        }
    }
}
