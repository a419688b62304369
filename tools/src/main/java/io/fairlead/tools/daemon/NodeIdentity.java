package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is on its segment, settled at start.
 *
 * @param name of the node
 * @param interfaceName that carries the management address and the VIPs
 * @param managementIp IPv4, also the node's id in the cluster
 * @param managementIp6 null if it has no IPv6 address of its own that clients may use
 * @param broadcastIp of the management address's subnet
 * @param mac of the interface
 * @param mtu of the interface, in bytes
 * @param bootId 64 random bits of this process
 */
record NodeIdentity(
        String name,
        String interfaceName,
        int managementIp,
        @Nullable IpAddress managementIp6,
        int broadcastIp,
        long mac,
        int mtu,
        long bootId) {}
