package io.fairlead.tapio.attach;

import io.fairlead.tapio.netlink.AddressEntry;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.netlink.RouteEntry;
import io.fairlead.tapio.sys.SystemCallException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What makes an interface the host's way to the network, apart from its name and MAC: its addresses and routes, without Fairlead's own.
 *
 * @param interfaceIndex that they were read from
 * @param addresses in the kernel's order
 * @param routes in the kernel's order, without those that come with an address by themselves
 */
record Addressing(int interfaceIndex, List<AddressEntry> addresses, List<RouteEntry> routes) {

    private static final long ADDRESS_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long ADDRESS_POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

    Addressing {
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
    }

    static Addressing of(final Netlink netlink, final Link link) {
        return new Addressing(
                link.index(),
                netlink.addresses().of(link).stream()
                        .filter(address -> address.protocol() != Marks.PROTOCOL)
                        .toList(),
                netlink.routes().of(link).stream()
                        .filter(route -> route.protocol() != Marks.PROTOCOL && !route.isImpliedByAddress())
                        .toList());
    }

    /** Takes all addresses off an interface; their routes go with them. */
    static void clear(final Netlink netlink, final Link link) {
        for (final AddressEntry address : netlink.addresses().of(link)) {
            netlink.addresses().delete(link, address);
        }
    }

    /** Gives all of it to an interface that is up; what it has already stays, but for link-local addresses of another making. */
    void applyTo(final Netlink netlink, final Link link) {
        for (final AddressEntry address : addresses) {
            netlink.addresses().add(link, address);
        }
        removeOtherLinkLocal(netlink, link);
        awaitUsable(netlink, link);
        addRoutes(netlink, link);
    }

    /** The kernel made one of its own when the interface came up, by chance or by a secret that it tells nobody; a second one is of no use. */
    private void removeOtherLinkLocal(final Netlink netlink, final Link link) {
        final List<InetAddress> ours = addresses.stream()
                .map(AddressEntry::address)
                .filter(Addressing::isLinkLocalIpv6)
                .toList();
        if (ours.isEmpty()) {
            return;
        }
        for (final AddressEntry entry : netlink.addresses().of(link)) {
            if (isLinkLocalIpv6(entry.address()) && !ours.contains(entry.address())) {
                netlink.addresses().delete(link, entry);
            }
        }
    }

    private static boolean isLinkLocalIpv6(final InetAddress address) {
        return address instanceof Inet6Address && address.isLinkLocalAddress();
    }

    /** An IPv6 route may need its source address, which is of no use until the kernel's worker has seen it, even without detection. */
    private static void awaitUsable(final Netlink netlink, final Link link) {
        final long startNs = System.nanoTime();
        while (netlink.addresses().of(link).stream().anyMatch(AddressEntry::isTentative)
                && System.nanoTime() - startNs < ADDRESS_WAIT_NS) {
            LockSupport.parkNanos(ADDRESS_POLL_NS);
        }
    }

    /** A gateway may be reached by another of the routes, in any order: tries again for as long as one more can be added. */
    private void addRoutes(final Netlink netlink, final Link link) {
        List<RouteEntry> open = routes;
        while (!open.isEmpty()) {
            final List<RouteEntry> refused = new ArrayList<>();
            SystemCallException lastRefusal = null;
            for (final RouteEntry route : open) {
                try {
                    netlink.routes().add(link, route, interfaceIndex);
                } catch (final SystemCallException e) {
                    refused.add(route);
                    lastRefusal = e;
                }
            }
            if (lastRefusal != null && refused.size() == open.size()) {
                throw lastRefusal;
            }
            open = refused;
        }
    }
}
