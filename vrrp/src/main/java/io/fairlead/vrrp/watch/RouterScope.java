package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterState;
import org.jspecify.annotations.Nullable;

/** What the detectors of one virtual router share: what we are, who the others are, and where findings go. */
final class RouterScope {

    private static final int QUIET_INTERVALS = 3;

    private final WatchedRouter router;
    private final Cluster cluster;
    private final TroubleBook book;
    private VirtualRouterState state = VirtualRouterState.INITIALIZE;
    private long stateSinceNs;

    RouterScope(final WatchedRouter router, final Cluster cluster, final TroubleBook book) {
        this.router = router;
        this.cluster = cluster;
        this.book = book;
    }

    VirtualRouterConfig config() {
        return router.config();
    }

    boolean isIpv6() {
        return config().localAddress().isIpv6();
    }

    boolean isOwnMac(final long mac) {
        return mac == router.mac();
    }

    Cluster cluster() {
        return cluster;
    }

    void state(final VirtualRouterState newState, final long nowNs) {
        if (state != newState) {
            state = newState;
            stateSinceNs = nowNs;
        }
    }

    VirtualRouterState state() {
        return state;
    }

    long stateSinceNs() {
        return stateSinceNs;
    }

    /** Longer than this without being seen, and it is not the same run of events. */
    long quietNs() {
        return Math.max(TroubleBook.REMINDER_NS, QUIET_INTERVALS * config().advertisementIntervalNs());
    }

    @Nullable
    ClusterNode sender(final IpAddress source, final long mac) {
        return cluster.sender(config().vrid(), isIpv6(), source, mac);
    }

    @Nullable
    RouterView viewOf(final ClusterNode node) {
        return node.router(config().vrid(), isIpv6());
    }

    /** Who it is, in words. */
    String speaker(final IpAddress source, final long mac) {
        final ClusterNode node = sender(source, mac);
        return node == null ? source + " (MAC " + MacAddress.format(mac) + ")" : node.subject();
    }

    /** In words. */
    String vrid() {
        return "VRID " + config().vrid();
    }

    void seen(final TroubleBook.Finding finding, final long nowNs, final WatchOutput out) {
        book.seen(config().vrid(), isIpv6(), finding, quietNs(), nowNs, out);
    }

    void countOverflow() {
        book.countOverflow();
    }
}
