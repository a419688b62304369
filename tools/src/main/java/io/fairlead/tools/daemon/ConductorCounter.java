package io.fairlead.tools.daemon;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the conductor counts beside the verdicts of its decoders. */
enum ConductorCounter implements CounterDescriptor {
    FRAMES_SENT("conductor-sent", "frames that the protocols sent themselves: advertisements, ARP, load reports"),
    FRAMES_FAILED("drop-conductor-send", "frames of the protocols that the uplink port did not take"),
    FRAMES_UNKNOWN("drop-conductor-unknown", "control frames that no protocol here knows"),
    ARP_ANSWERED("arp-answered", "ARP requests for a virtual IP that were answered"),
    FLOWS_ASKED("flows-asked", "flows whose owner was asked for"),
    FLOWS_CLAIMED("flows-claimed", "flows that a node claimed after it was asked"),
    FLOWS_UNCLAIMED("flows-unclaimed", "flows that no node claimed; their segments go to this node's kernel"),
    FLOW_QUERIES_FULL("flow-queries-full", "flows that were not asked for because too many were being asked for");

    private final String label;
    private final String description;

    ConductorCounter(final String label, final String description) {
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
