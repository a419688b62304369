package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.attach.VirtualAddresses;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** VIPs on a host TAP, by netlink. A kernel that refuses is logged: the stack answers for the VIP by itself. */
final class TapKernelAddresses implements KernelAddresses {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final VirtualAddresses addresses;
    private final Link hostLink;

    TapKernelAddresses(final Netlink netlink, final Link hostLink) {
        this.addresses = new VirtualAddresses(netlink, VipKeeper.LIFETIME_SECONDS);
        this.hostLink = hostLink;
    }

    @Override
    public void show(final IpAddress virtualIp) {
        try {
            addresses.renew(hostLink, InetAddresses.of(virtualIp));
        } catch (final SystemCallException e) {
            LOG.warn("cannot show {} on {}: {}", virtualIp, hostLink.name(), e.getMessage());
        }
    }

    @Override
    public void hide(final IpAddress virtualIp) {
        try {
            addresses.remove(hostLink, InetAddresses.of(virtualIp));
        } catch (final SystemCallException e) {
            LOG.warn("cannot hide {} on {}: {}", virtualIp, hostLink.name(), e.getMessage());
        }
    }
}
