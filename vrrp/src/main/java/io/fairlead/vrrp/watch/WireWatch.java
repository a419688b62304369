package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouterState;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches what happens around this node's virtual routers and names the trouble: what was seen, why that is bad, and what to do.
 *
 * <p>Pure: time is passed in, monotonic nanoseconds, and troubles go to the output. It changes nothing: no verdict and no state depends on it.
 * Whatever is sent to it, its memory is bounded, and so is what it says. Not thread-safe; belongs to the conductor.
 */
public final class WireWatch {

    /** How often conditions are looked at that no single frame shows. */
    static final long POLL_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Cluster cluster = new Cluster();
    private final TroubleBook book = new TroubleBook();
    private final NodeClaimDetector nodeClaims = new NodeClaimDetector(cluster, book);
    private final List<RouterWatch> routers;
    private long nextPollNs;

    /**
     * A watch that knows no other node yet, and takes all routers for stopped.
     *
     * @param routers this node's virtual routers
     * @param nowNs the time
     */
    public WireWatch(final List<WatchedRouter> routers, final long nowNs) {
        this.routers = routers.stream()
                .map(router -> new RouterWatch(new RouterScope(router, cluster, book)))
                .toList();
        nextPollNs = nowNs + POLL_INTERVAL_NS;
    }

    /**
     * An advertisement was received and decoded, for whatever virtual router and whatever became of it.
     *
     * @param advertisement as decoded
     * @param verdict what became of it
     * @param nowNs the time
     * @param out told of trouble
     */
    public void onAdvertisement(
            final Advertisement advertisement,
            final AdvertisementVerdict verdict,
            final long nowNs,
            final WatchOutput out) {
        for (final RouterWatch router : routers) {
            // another VRID on the same segment is none of our business
            if (router.isOf(advertisement.vrid(), advertisement.source().isIpv6())) {
                router.onAdvertisement(advertisement, verdict, nowNs, out);
            }
        }
    }

    /**
     * Somebody on the wire said that an address is his: the sender of an ARP packet, or the target of a neighbour advertisement. A probe from no
     * address (RFC 5227) claims nothing.
     *
     * @param address that is claimed, a virtual IP or not
     * @param mac that claims it
     * @param nowNs the time
     */
    public void onAddressClaim(final IpAddress address, final long mac, final long nowNs) {
        routers.forEach(router -> router.onClaim(address, mac, nowNs));
    }

    /**
     * ARP said of a node's own address that another MAC address has it than the node reports from.
     *
     * @param address of the node
     * @param mac that claims it
     * @param nowNs the time
     */
    public void onNodeAddressClaim(final IpAddress address, final long mac, final long nowNs) {
        nodeClaims.onClaim(address, mac, nowNs);
    }

    /**
     * What is known of the other nodes has changed.
     *
     * @param nodes all others, those that are silent too
     */
    public void onCluster(final List<ClusterNode> nodes) {
        cluster.nodes(nodes);
    }

    /**
     * One of this node's virtual routers has changed its state.
     *
     * @param vrid of the router
     * @param isIpv6 and its family
     * @param state it is in now
     * @param nowNs the time
     */
    public void onState(final int vrid, final boolean isIpv6, final VirtualRouterState state, final long nowNs) {
        for (final RouterWatch router : routers) {
            if (router.isOf(vrid, isIpv6)) {
                router.onState(state, nowNs);
            }
        }
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time
     * @param out told of trouble
     */
    public void poll(final long nowNs, final WatchOutput out) {
        if (nowNs - nextPollNs < 0) {
            return;
        }
        nextPollNs = nowNs + POLL_INTERVAL_NS;
        routers.forEach(router -> router.poll(nowNs, out));
        nodeClaims.poll(nowNs, out);
        book.clearQuiet(nowNs, out);
    }

    /**
     * When {@link #poll} has to be called at the latest.
     *
     * @return the time
     */
    public long nextDeadlineNs() {
        return nextPollNs;
    }

    /**
     * What is wrong now.
     *
     * @return the oldest first
     */
    public List<Trouble> troubles() {
        return book.troubles();
    }

    /**
     * What was left out because there was no room: more than a few strangers on one segment are forged.
     *
     * @return sightings since the start
     */
    public long overflow() {
        return book.overflow();
    }
}
