package io.fairlead.lb.steering;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the steering decision counts; every frame that goes nowhere has its reason here. */
public enum SteeringCounter implements CounterDescriptor {
    PASSED_TO_HOST(
            "passed-to-host", "frames from the wire that are none of our business, handed to the kernel untouched"),
    PASSED_TO_UPLINK("passed-to-uplink", "frames from the kernel put on the wire untouched"),
    MALFORMED_PASSED("passed-malformed", "frames with a cut or inconsistent header, passed as a bridge would"),
    STEERED("steered", "frames sent to another node"),
    DELIVERED("delivered", "intercepted frames handed to this node's kernel unchanged"),
    TRANSLATED("translated", "intercepted frames handed to this node's kernel with a new destination"),
    REPLY_TRANSLATED("reply-translated", "replies whose source was put back"),
    HANDED_OVER("handed-over", "frames to this node's own address handed to the director"),
    CLIENT_PORT_TRANSLATED(
            "client-port-translated",
            "flows whose client port was translated too, because two would have looked alike"),
    NEW_FLOWS("new-flows", "connections for which a node was chosen"),
    OWN_CONNECTIONS("own-connections", "connections delivered to this node's proxy"),
    OWN_ACTIVE("own-connections-active", "connections of this node's proxy that are open now"),
    REFUSED_NO_NODE("refused-no-node", "new connections left to this node's kernel because no node can scan"),
    UNCLAIMED("unclaimed", "segments of a flow that no node claims, left to this node's kernel, which resets it"),
    ARP_SENDER_CORRECTED("arp-sender-corrected", "ARP packets of the kernel that named a virtual IP as sender"),
    FRAGMENTS("fragments", "fragments to an address of the cluster, handed to this node's kernel"),
    FLOW_TABLE_FULL("flow-table-full", "flows that found no room in the flow table"),
    STICKY_TABLE_FULL("sticky-table-full", "clients that found no room in the sticky table"),
    EVENTS_LOST("steering-events-lost", "notes to the conductor that found no room"),
    CLOCK_GAPS("clock-gaps", "times this node slept longer than its master-down interval and stopped steering"),
    DROP_CUT("drop-cut", "frames too short for an Ethernet header"),
    DROP_FOREIGN("drop-foreign-unicast", "frames for another MAC address that the switch flooded"),
    DROP_UNKNOWN_FLOW("drop-unknown-flow", "segments of a flow whose owner is being asked for"),
    DROP_NO_OWNER("drop-no-owner", "segments of a flow whose node is not in the cluster any more"),
    DROP_NO_TRANSLATION("drop-no-translation", "frames that could not be translated because the table is full");

    private final String label;
    private final String description;

    SteeringCounter(final String label, final String description) {
        this.label = label;
        this.description = description;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String description() {
        return description;
    }
}
