package io.fairlead.tapio.attach;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.attach.AttachmentState.Names;
import io.fairlead.tapio.netlink.ChangeNotices;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether interfaces and routes of a network namespace are there, asked of the kernel again only after it told of a change.
 *
 * <p>For one thread at a time; belongs to the namespace in which the opening thread was. Allocates.
 */
public final class NetworkMonitor implements AutoCloseable {

    private final ChangeNotices notices;
    private final Netlink netlink;
    private final Map<Prefix, Boolean> routes = new HashMap<>();
    private List<Link> links = List.of();
    private boolean linksAreCurrent;

    private NetworkMonitor(final ChangeNotices notices, final Netlink netlink) {
        this.notices = notices;
        this.netlink = netlink;
    }

    private record Prefix(IpAddress destination, int length) {}

    /** How far frames get on an interface. */
    public enum LinkState {
        /** There is no interface of that name. */
        ABSENT,
        /** The administrator set it down. */
        DOWN,
        /** It is up, and its cable, port or other end is not. */
        NO_CARRIER,
        /** Frames can pass. */
        UP
    }

    /**
     * Begins to listen in the calling thread's network namespace.
     *
     * @return open
     */
    public static NetworkMonitor open() {
        final ChangeNotices notices = ChangeNotices.open();
        try {
            return new NetworkMonitor(notices, Netlink.open());
        } catch (final RuntimeException e) {
            notices.close();
            throw e;
        }
    }

    /**
     * What to wait for: readable as soon as something changed.
     *
     * @return the descriptor, owned by this object
     */
    public int fd() {
        return notices.fd();
    }

    /**
     * Takes note of changes; what is asked next is answered anew.
     *
     * @return whether there was any since the last call
     */
    public boolean refresh() {
        final boolean changed = notices.drain();
        if (changed) {
            linksAreCurrent = false;
            routes.clear();
        }
        return changed;
    }

    /**
     * How an interface is. Of one that is attached the network interface behind it counts: the host TAP has a carrier as long as the stack runs.
     *
     * @param name as the host knows it
     * @return its state at the last {@link #refresh} or later
     */
    public LinkState link(final String name) {
        if (!linksAreCurrent) {
            links = netlink.links().all();
            linksAreCurrent = true;
        }
        return links.stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .map(this::state)
                .orElse(LinkState.ABSENT);
    }

    /**
     * Whether the main table has a route for exactly a prefix by which packets can leave.
     *
     * @param destination first address of the prefix
     * @param prefixLength of the prefix in bits, 0 for the default route
     * @return as it was at the last {@link #refresh} or later
     */
    public boolean hasRoute(final IpAddress destination, final int prefixLength) {
        return routes.computeIfAbsent(new Prefix(destination, prefixLength), prefix -> netlink.routes()
                .hasUsable(prefix.destination(), prefix.length()));
    }

    private LinkState state(final Link link) {
        if (!link.isUp()) {
            return LinkState.DOWN;
        }
        return nicBehind(link).hasCarrier() ? LinkState.UP : LinkState.NO_CARRIER;
    }

    /** The two have one MAC address; the name alone would not do, as it may be made of an index. */
    private Link nicBehind(final Link link) {
        return links.stream()
                .filter(other -> link.isTun() && Names.isNic(other.name()) && other.mac() == link.mac())
                .findFirst()
                .orElse(link);
    }

    @Override
    public void close() {
        notices.close();
        netlink.close();
    }
}
