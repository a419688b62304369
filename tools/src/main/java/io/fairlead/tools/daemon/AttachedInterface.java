package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * An interface that the stack stands behind.
 *
 * @param name as the host knows it
 * @param mac of the interface
 * @param ipv4 its primary IPv4 address; null if it has none
 * @param linkLocal its IPv6 link-local address; null if it has none
 * @param ports that are open when the node starts
 * @param kernelAddresses the VIPs that the kernel shows on it
 * @param kernelNeighbors whom the kernel knows there
 * @param kernelMacs what the kernel has as its MAC address
 */
record AttachedInterface(
        String name,
        long mac,
        @Nullable IpAddress ipv4,
        @Nullable IpAddress linkLocal,
        LegPorts ports,
        KernelAddresses kernelAddresses,
        KernelNeighbors kernelNeighbors,
        KernelMacs kernelMacs) {}
