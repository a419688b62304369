package io.fairlead.lb.report;

/**
 * A TCP connection of a client through the cluster.
 *
 * @param flow as the client sees it
 * @param nodeId that it goes to
 * @param clientMac where the client's frames come from, 0 if that is not known
 * @param clientTags of the client's frames, see {@link io.fairlead.netstack.wire.EthernetFrame#tags}
 * @param isOpen false if the client has ended it
 */
public record Connection(FlowTuple flow, int nodeId, long clientMac, int clientTags, boolean isOpen) {}
