package io.fairlead.lb.membership;

import io.fairlead.netstack.wire.IpAddress;

/** Where a backup keeps the assignments that it hears of. */
public interface StickyReplica {

    /** This client stays with this node. */
    void put(IpAddress client, int nodeId);

    /** This client is forgotten. */
    void remove(IpAddress client);
}
