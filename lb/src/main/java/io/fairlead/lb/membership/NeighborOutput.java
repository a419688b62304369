package io.fairlead.lb.membership;

/** What {@link NodeNeighbors} wants done and has to tell, from within its methods. */
public interface NeighborOutput {

    /**
     * Asks a node by unicast whether it is there.
     *
     * @param nodeId its management address
     * @param mac where its last report came from
     */
    void sendArpRequest(int nodeId, long mac);

    /**
     * A node that has answered before does not any more: steered frames would be lost.
     *
     * @param nodeId its management address
     */
    void nodeUnreachable(int nodeId);

    /**
     * That is over.
     *
     * @param nodeId its management address
     */
    void nodeReachable(int nodeId);

    /**
     * A node has never answered since it started. That says nothing about it: perhaps ARP is filtered.
     *
     * @param nodeId its management address
     */
    void nodeNeverAnswered(int nodeId);

    /**
     * Somebody claims a node's address for another MAC address than the node's report names. It is not believed.
     *
     * @param nodeId the address
     * @param mac that claims it
     */
    void claimContradictsReport(int nodeId, long mac);
}
