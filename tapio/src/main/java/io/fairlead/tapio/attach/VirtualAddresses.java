package io.fairlead.tapio.attach;

import io.fairlead.tapio.netlink.Addresses;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Virtual IPs as addresses of an interface (/32 or /128, no prefix route), which the kernel takes away by itself when they are not renewed:
 * a killed director does not go on showing its VIP.
 *
 * <p>An IPv4 VIP is preferred as long as it is valid: the kernel does not choose sources by that in IPv4, and {@code deprecated} in
 * {@code ip addr} would only alarm. An IPv6 VIP is deprecated from the start, so that the host's own connections do not come from it.
 *
 * <p>Shares the {@link Netlink} that it is given: for that thread alone. Allocates.
 */
public final class VirtualAddresses {

    private final Netlink netlink;
    private final int validSeconds;

    /**
     * Makes a keeper of virtual addresses.
     *
     * @param netlink of the namespace, owned by the caller
     * @param validSeconds how long an address outlives its last {@link #renew}
     */
    public VirtualAddresses(final Netlink netlink, final int validSeconds) {
        this.netlink = netlink;
        this.validSeconds = validSeconds;
    }

    /**
     * Adds a virtual IP, or starts its lifetime anew.
     *
     * @param link interface to show it on
     * @param virtualIp to show
     */
    public void renew(final Link link, final InetAddress virtualIp) {
        final int preferredSeconds = virtualIp instanceof Inet4Address ? validSeconds : 0;
        netlink.addresses()
                .replace(link, virtualIp, new Addresses.Lifetimes(validSeconds, preferredSeconds, Marks.PROTOCOL));
    }

    /**
     * Removes a virtual IP at once. Does nothing if it is gone.
     *
     * @param link interface that shows it
     * @param virtualIp to remove
     */
    public void remove(final Link link, final InetAddress virtualIp) {
        netlink.addresses().delete(link, virtualIp);
    }
}
