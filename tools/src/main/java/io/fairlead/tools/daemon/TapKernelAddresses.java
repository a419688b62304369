package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.attach.VirtualAddresses;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** VIPs on a host TAP, by netlink. A kernel that refuses is logged: the stack answers for the VIP by itself. */
final class TapKernelAddresses implements KernelAddresses {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final VirtualAddresses addresses;
    private final Supplier<Optional<Link>> host;

    /** {@code host} gives the host TAP, empty while there is none. */
    TapKernelAddresses(final Netlink netlink, final Supplier<Optional<Link>> host) {
        this.addresses = new VirtualAddresses(netlink, VipKeeper.LIFETIME_SECONDS);
        this.host = host;
    }

    @Override
    public void show(final IpAddress virtualIp) {
        host.get().ifPresent(link -> {
            try {
                addresses.renew(link, InetAddresses.of(virtualIp));
            } catch (final SystemCallException e) {
                LOG.warn("cannot show {} on {}: {}", virtualIp, link.name(), e.getMessage());
            }
        });
    }

    /** A host TAP that is gone has taken its addresses with it. */
    @Override
    public void hide(final IpAddress virtualIp) {
        host.get().ifPresent(link -> {
            try {
                addresses.remove(link, InetAddresses.of(virtualIp));
            } catch (final SystemCallException e) {
                if (e.errno() != Errnos.ENODEV) {
                    LOG.warn("cannot hide {} on {}: {}", virtualIp, link.name(), e.getMessage());
                }
            }
        });
    }
}
