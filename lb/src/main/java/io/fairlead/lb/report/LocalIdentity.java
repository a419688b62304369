package io.fairlead.lb.report;

/**
 * Who we are.
 *
 * @param clusterId see {@link ClusterId}
 * @param nodeId our management address
 * @param mac our own
 * @param bootId 64 random bits, drawn at the start of the daemon
 */
public record LocalIdentity(int clusterId, int nodeId, long mac, long bootId) {}
