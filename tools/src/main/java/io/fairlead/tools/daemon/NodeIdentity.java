package io.fairlead.tools.daemon;

/**
 * Who this node is on its segment, settled at start.
 *
 * @param name of the node
 * @param interfaceName that carries the management address and the VIPs
 * @param managementIp IPv4, also the node's id in the cluster
 * @param broadcastIp of the management address's subnet
 * @param mac of the interface
 * @param bootId 64 random bits of this process
 */
record NodeIdentity(String name, String interfaceName, int managementIp, int broadcastIp, long mac, long bootId) {}
