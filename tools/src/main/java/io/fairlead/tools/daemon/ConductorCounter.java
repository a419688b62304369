package io.fairlead.tools.daemon;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the conductor counts beside the verdicts of its decoders. */
public enum ConductorCounter implements CounterDescriptor {
    CONDUCTOR_SENT("frames that the protocols sent themselves: advertisements, ARP, load reports"),
    DROP_CONDUCTOR_SEND("frames of the protocols that the uplink port did not take"),
    DROP_CONDUCTOR_UNKNOWN("control frames that no protocol here knows"),
    ADDRESSES_ANSWERED("ARP requests and neighbour solicitations for a virtual IP that were answered"),
    FLOWS_ASKED("flows whose owner was asked for"),
    FLOWS_CLAIMED("flows that a node claimed after it was asked"),
    FLOWS_UNCLAIMED("flows that no node claimed; their segments go to this node's kernel"),
    FLOW_QUERIES_FULL("flows that were not asked for because too many were being asked for"),
    ATTACHMENTS_LOST(
            "times an interface, or what the stack has put behind it, was removed or failed, so that no frame passed"),
    ATTACHMENTS_RENEWED("times an interface was attached again after that"),
    ATTACHMENTS_MENDED("times something that leads an interface's frames through the stack was put right at once");

    private final String description;

    ConductorCounter(final String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
