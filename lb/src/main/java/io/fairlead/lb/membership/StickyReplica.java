package io.fairlead.lb.membership;

/** Where a backup keeps the assignments that it hears of. */
public interface StickyReplica {

    /** This client stays with this node. */
    void put(int client, int nodeId);

    /** This client is forgotten. */
    void remove(int client);
}
