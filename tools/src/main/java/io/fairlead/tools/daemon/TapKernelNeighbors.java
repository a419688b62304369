package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Neighbours of a host TAP, by netlink. Each question has the kernel confirm what it knows. */
final class TapKernelNeighbors implements KernelNeighbors {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final Netlink netlink;
    private final Supplier<Optional<Link>> host;

    /** {@code host} gives the host TAP, empty while there is none. */
    TapKernelNeighbors(final Netlink netlink, final Supplier<Optional<Link>> host) {
        this.netlink = netlink;
        this.host = host;
    }

    @Override
    public OptionalLong macOf(final IpAddress address) {
        final InetAddress neighbor = InetAddresses.of(address);
        final Link hostLink = host.get().orElse(null);
        if (hostLink == null) {
            return OptionalLong.empty();
        }
        try {
            netlink.neighbors().solicit(hostLink, neighbor);
            return netlink.neighbors().find(hostLink, neighbor);
        } catch (final SystemCallException e) {
            LOG.warn("cannot look for unicast peer {} on {}: {}", address, hostLink.name(), e.getMessage());
            return OptionalLong.empty();
        }
    }
}
