package io.fairlead.tapio.netlink;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.sys.Errnos;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Requests about routes. Shares its {@link Netlink}'s contract. */
public final class Routes {

    private final Netlink netlink;

    Routes(final Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * All routes of all tables that lead to an interface, IPv4 and IPv6, in the kernel's order.
     *
     * @param link to look at
     * @return the routes
     */
    public List<RouteEntry> of(final Link link) {
        return dump("read the routes of " + link.name(), route -> route.leadsTo(link.index()));
    }

    /**
     * All routes with a maker's mark.
     *
     * @param protocol rtm_protocol of the maker
     * @return the routes
     */
    public List<RouteEntry> madeBy(final int protocol) {
        return dump("read the routes of protocol " + protocol, route -> route.protocol() == protocol);
    }

    /**
     * Whether the main table has a route for exactly a prefix by which packets can leave.
     *
     * @param destination first address of the prefix
     * @param prefixLength of the prefix in bits, 0 for the default route
     * @return false also if the kernel knows that no next hop can be reached, or is to refuse the packets
     */
    public boolean hasUsable(final IpAddress destination, final int prefixLength) {
        return !dump("read the main routing table", route -> route.isUsableFor(destination, prefixLength))
                .isEmpty();
    }

    /**
     * Adds a route that was read before, through another interface than then. Does nothing if it is there.
     *
     * @param link that it is to lead to
     * @param route to add
     * @param formerIndex of the interface that it was read for
     */
    public void add(final Link link, final RouteEntry route, final int formerIndex) {
        // Append, since the same destination may have several routes, and in IPv6 also one through another interface.
        final MessageBuilder request = new MessageBuilder(
                Rtnetlink.RTM_NEWROUTE, Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_APPEND);
        route.writeTo(request, formerIndex, link.index());
        netlink.executeUnless(Errnos.EEXIST, "add route " + route + " through " + link.name(), request);
    }

    /**
     * Deletes a route as it was read. Does nothing if it is gone.
     *
     * @param route to delete
     */
    public void delete(final RouteEntry route) {
        netlink.executeUnless(
                Errnos.ESRCH,
                "delete route " + route,
                new MessageBuilder(Rtnetlink.RTM_DELROUTE, Rtnetlink.NLM_F_ACK).bytes(route.payload()));
    }

    /**
     * Makes the kernel take packets to an address for its own without any interface showing that address. Does nothing if it does already.
     *
     * @param link interface {@code lo}, or for a link-local address the interface of its link; has to be up
     * @param address to accept
     * @param protocol rtm_protocol mark
     */
    public void addLocal(final Link link, final InetAddress address, final int protocol) {
        netlink.executeUnless(
                Errnos.EEXIST,
                "add local route to " + address.getHostAddress(),
                local(
                        Rtnetlink.RTM_NEWROUTE,
                        Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_APPEND,
                        link,
                        address,
                        protocol));
    }

    /**
     * Undoes {@link #addLocal}. Does nothing if there is no such route.
     *
     * @param link that it was added for
     * @param address to accept no more
     * @param protocol rtm_protocol mark that it was added with
     */
    public void deleteLocal(final Link link, final InetAddress address, final int protocol) {
        netlink.executeUnless(
                Errnos.ESRCH,
                "delete local route to " + address.getHostAddress(),
                local(Rtnetlink.RTM_DELROUTE, 0, link, address, protocol));
    }

    static MessageBuilder local(
            final int type, final int flags, final Link link, final InetAddress address, final int protocol) {
        final byte[] bytes = address.getAddress();
        final boolean ipv4 = address instanceof Inet4Address;
        return new MessageBuilder(type, Rtnetlink.NLM_F_ACK | flags)
                .int8(ipv4 ? Rtnetlink.AF_INET : Rtnetlink.AF_INET6)
                .int8(bytes.length * Byte.SIZE)
                .int8(0)
                .int8(0)
                .int8(Rtnetlink.RT_TABLE_LOCAL)
                .int8(protocol)
                .int8(ipv4 ? Rtnetlink.RT_SCOPE_HOST : Rtnetlink.RT_SCOPE_UNIVERSE)
                .int8(Rtnetlink.RTN_LOCAL)
                .int32(0)
                .attribute(Rtnetlink.RTA_DST, bytes)
                .attribute(Rtnetlink.RTA_OIF, link.index());
    }

    private List<RouteEntry> dump(final String doing, final Predicate<RouteEntry> wanted) {
        final List<RouteEntry> found = new ArrayList<>();
        for (final int family : new int[] {Rtnetlink.AF_INET, Rtnetlink.AF_INET6}) {
            final MessageBuilder request = new MessageBuilder(Rtnetlink.RTM_GETROUTE, Rtnetlink.NLM_F_DUMP)
                    .int8(family)
                    .bytes(new byte[Rtnetlink.RTMSG_LENGTH - 1]);
            netlink.query(doing, request, (type, payload) -> {
                final RouteEntry route = new RouteEntry(payload);
                if (type == Rtnetlink.RTM_NEWROUTE && !route.isCached() && wanted.test(route)) {
                    found.add(route);
                }
            });
        }
        return found;
    }
}
