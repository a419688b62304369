package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tapio.attach.VirtualAddresses;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** VIPs on the host TAP, by netlink. A kernel that refuses is logged: the stack answers for the VIP by itself. */
final class TapKernelAddresses implements KernelAddresses {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final VirtualAddresses addresses;
    private final Link hostLink;

    TapKernelAddresses(final Netlink netlink, final Link hostLink) {
        this.addresses = new VirtualAddresses(netlink, VipKeeper.LIFETIME_SECONDS);
        this.hostLink = hostLink;
    }

    @Override
    public void show(final int virtualIp) {
        try {
            addresses.renew(hostLink, inetAddress(virtualIp));
        } catch (final SystemCallException e) {
            LOG.warn("cannot show {} on {}: {}", Ipv4Address.format(virtualIp), hostLink.name(), e.getMessage());
        }
    }

    @Override
    public void hide(final int virtualIp) {
        try {
            addresses.remove(hostLink, inetAddress(virtualIp));
        } catch (final SystemCallException e) {
            LOG.warn("cannot hide {} on {}: {}", Ipv4Address.format(virtualIp), hostLink.name(), e.getMessage());
        }
    }

    static InetAddress inetAddress(final int address) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
                    });
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }
}
