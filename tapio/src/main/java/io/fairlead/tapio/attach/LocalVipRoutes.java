package io.fairlead.tapio.attach;

import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.netlink.RouteEntry;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Routes {@code local VIP dev lo}, by which the kernel of every node takes frames to a VIP for its own without showing the address. Link-local
 * VIPs have theirs through the interface that carries them, since the kernel looks for such addresses on the interface of the frame alone.
 *
 * <p>They carry a protocol mark (253) and no preferred source, so that the VIP's coming, going or expiring as an address does not touch them.
 * They outlive the process and are found again by their mark.
 *
 * <p>Shares the {@link Netlink} that it is given: for that thread alone. Allocates.
 */
public final class LocalVipRoutes {

    private final Netlink netlink;

    /**
     * Makes a keeper of local routes.
     *
     * @param netlink of the namespace, owned by the caller
     */
    public LocalVipRoutes(final Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * Makes the kernel accept a VIP. Sets {@code lo} up if it is down, as in a new namespace. Does nothing more if it is so already.
     *
     * @param host interface that carries the VIP
     * @param virtualIp to accept
     */
    public void add(final Link host, final InetAddress virtualIp) {
        final Link loopback = loopback();
        if (!loopback.isUp()) {
            netlink.links().setUp(loopback, true);
        }
        netlink.routes().addLocal(isLinkLocal(virtualIp) ? host : loopback, virtualIp, Marks.PROTOCOL);
    }

    /**
     * Makes the kernel accept a VIP no more. Does nothing if it does not.
     *
     * @param host interface that carries the VIP
     * @param virtualIp to refuse
     */
    public void remove(final Link host, final InetAddress virtualIp) {
        netlink.routes().deleteLocal(isLinkLocal(virtualIp) ? host : loopback(), virtualIp, Marks.PROTOCOL);
    }

    /** Removes all local routes that Fairlead made in this namespace, in this or an earlier process. */
    public void removeAll() {
        for (final RouteEntry route : netlink.routes().madeBy(Marks.PROTOCOL)) {
            netlink.routes().delete(route);
        }
    }

    private static boolean isLinkLocal(final InetAddress virtualIp) {
        return virtualIp instanceof Inet6Address && virtualIp.isLinkLocalAddress();
    }

    private Link loopback() {
        return netlink.links().find("lo").orElseThrow(() -> new AttachException("this namespace has no interface lo"));
    }
}
