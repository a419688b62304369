package io.fairlead.lb.steering;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the steering decision counts; every frame that goes nowhere has its reason here. */
public enum SteeringCounter implements CounterDescriptor {
    PASSED_TO_HOST("frames from the wire that are none of our business, handed to the kernel untouched"),
    PASSED_TO_UPLINK("frames from the kernel put on the wire untouched"),
    PASSED_MALFORMED("frames with a cut or inconsistent header, passed as a bridge would"),
    STEERED("frames sent to another node"),
    DELIVERED("intercepted frames handed to this node's kernel unchanged"),
    TRANSLATED("intercepted frames handed to this node's kernel with a new destination port"),
    REPLY_TRANSLATED("replies whose source was put back"),
    HANDED_OVER("frames to this node's own address handed to the director"),
    CLIENT_PORT_TRANSLATED("flows whose client port was translated too, because two would have looked alike"),
    NEW_FLOWS("connections for which a node was chosen"),
    OWN_CONNECTIONS("connections delivered to this node's proxy"),
    OWN_CONNECTIONS_ACTIVE("connections of this node's proxy that are open now"),
    REFUSED_NO_NODE("new connections left to this node's kernel because no node can scan"),
    UNCLAIMED("segments of a flow that no node claims, left to this node's kernel, which resets it"),
    NODE_CLAIMS_REFUSED(
            "ARP packets that claim a node's address for another MAC address than its reports; they change nothing"),
    ARP_SENDER_CORRECTED("ARP packets of the kernel that named a virtual IP as sender"),
    FRAGMENTS("fragments to an address of the cluster; all of a datagram go to one node"),
    FRAGMENTS_EARLY("fragments that came before the one with the ports, which went to the client's node"),
    FRAGMENT_TABLE_FULL("datagrams whose fragments could not be remembered"),
    ICMP_ERRORS("ICMP errors about an intercepted flow, sent where the flow goes"),
    FLOW_TABLE_FULL("connections that found no room in the flow table; they work, but may be forgotten"),
    OPENINGS_EVICTED(
            "connections forgotten before the client's second packet, because too many others were opened since"),
    STICKY_TABLE_FULL("clients that found no room in the sticky table"),
    STEERING_EVENTS_LOST("notes to the conductor that found no room"),
    STEERING_COMMANDS_LOST("notes from the conductor that found no room"),
    RESETS("resets sent to clients whose node is gone"),
    PROBES(
            "segments that make clients whose node is gone say what they expect, because only another node has seen them"),
    CONNECTIONS_NOT_KEPT(
            "connections of other nodes that the director told of and that found the flow table half full"),
    CLOCK_GAPS("times this node slept longer than its master-down interval and stopped steering"),
    DROP_WRONG_QUEUE(
            "frames of redirects that came to another data-path thread than their client's, as some may while queues are opened"),
    DROP_CUT("frames too short for an Ethernet header"),
    DROP_FOREIGN_UNICAST("frames for another MAC address that the switch flooded"),
    DROP_LOOP(
            "frames to the cluster that this node has sent itself and that came back: there is a loop in the network"),
    DROP_NOT_ACCEPTED("frames to a virtual IP with accept mode off that belong to no redirect"),
    DROP_UNKNOWN_FLOW("segments of a flow whose owner is being asked for"),
    DROP_NO_OWNER("segments of a flow whose node is not in the cluster any more"),
    DROP_NO_TRANSLATION(
            "frames that could not be translated: the table is full, or they go to another node's IPv6 address and this node has none");

    private final String description;

    SteeringCounter(final String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
