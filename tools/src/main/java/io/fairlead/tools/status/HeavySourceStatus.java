package io.fairlead.tools.status;

/**
 * A client that has more open connections than would be one node's fair share, such as a NAT or another proxy.
 *
 * @param client its address
 * @param node name of the one that it stays with
 * @param connections that it has open
 * @param sharePercent of all connections
 * @param spread whether its new connections are spread over the nodes
 */
public record HeavySourceStatus(String client, String node, int connections, int sharePercent, boolean spread) {}
