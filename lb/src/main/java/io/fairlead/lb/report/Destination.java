package io.fairlead.lb.report;

import io.fairlead.netstack.wire.MacAddress;

/**
 * Where a message goes.
 *
 * @param nodeId management address, {@link #EVERYBODY} for a broadcast
 * @param mac of that node
 */
public record Destination(int nodeId, long mac) {

    /** Stands for all nodes in {@link #nodeId}. */
    public static final int EVERYBODY = 0;

    /** All nodes of the cluster. */
    public static final Destination ALL = new Destination(EVERYBODY, MacAddress.BROADCAST);

    /** Is this for all? */
    public boolean isBroadcast() {
        return nodeId == EVERYBODY;
    }
}
