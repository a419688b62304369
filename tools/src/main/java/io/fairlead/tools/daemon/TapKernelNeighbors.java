package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import java.net.InetAddress;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Neighbours of a host TAP, by netlink. Each question has the kernel confirm what it knows. */
final class TapKernelNeighbors implements KernelNeighbors {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final Netlink netlink;
    private final Link hostLink;

    TapKernelNeighbors(final Netlink netlink, final Link hostLink) {
        this.netlink = netlink;
        this.hostLink = hostLink;
    }

    @Override
    public OptionalLong macOf(final IpAddress address) {
        final InetAddress neighbor = InetAddresses.of(address);
        try {
            netlink.neighbors().solicit(hostLink, neighbor);
            return netlink.neighbors().find(hostLink, neighbor);
        } catch (final SystemCallException e) {
            LOG.warn("cannot look for unicast peer {} on {}: {}", address, hostLink.name(), e.getMessage());
            return OptionalLong.empty();
        }
    }
}
