package io.fairlead.lb.membership;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stack's own neighbour table: one entry for each other node, with the MAC address that its authenticated reports name. Nothing that is said by
 * ARP changes that address. What ARP is good for is to find out whether a node's kernel answers:
 *
 * <ul>
 *   <li>A node whose report is late is asked at once, {@link Neighbor#MAX_UNICAST_SOLICIT} times, so that the answer is known before the reports count
 *       as missed.
 *   <li>A node whose reports come is asked once per probe interval; frames may reach us from it and not it from us.
 *   <li>Silence counts only of a node that has answered since it started: ARP may be filtered.
 * </ul>
 *
 * <p>Only the director asks, for it alone sends clients to the nodes. Pure: time comes in, requests and events go out. Not thread-safe.
 */
public final class NodeNeighbors {

    private final MembershipConfig config;
    private final long probeIntervalNs;
    private final TreeMap<Integer, Neighbor> byId = new TreeMap<>(Integer::compareUnsigned);
    private boolean isDirector;

    /**
     * A table without nodes.
     *
     * @param config says what is late and what is silent
     * @param probeIntervalNs from one look at a node that is well to the next, nanoseconds; 0: it is asked when it is new, and then only if it is late
     */
    public NodeNeighbors(final MembershipConfig config, final long probeIntervalNs) {
        this.config = config;
        this.probeIntervalNs = probeIntervalNs;
    }

    /**
     * Takes a node's report.
     *
     * @param node as it is with the report
     * @param nowNs the time
     * @param out told of what follows
     */
    public void onReport(final Node node, final long nowNs, final NeighborOutput out) {
        final long intervalNs = node.report().pace().intervalNs(config.reportIntervalNs());
        byId.computeIfAbsent(node.id(), id -> new Neighbor(node, probeIntervalNs))
                .onReport(node, intervalNs, config.silentAfterNs(node.report().pace()), nowNs, out);
    }

    /**
     * Takes what ARP says about a node's address.
     *
     * @param nodeId the address
     * @param mac that is said to have it
     * @param isReply whether it is a reply to this node
     * @param nowNs the time
     * @param out told of what follows
     */
    public void onArp(
            final int nodeId, final long mac, final boolean isReply, final long nowNs, final NeighborOutput out) {
        final Neighbor neighbor = byId.get(nodeId);
        if (neighbor == null) {
            return;
        }
        if (mac != neighbor.mac()) {
            out.claimContradictsReport(nodeId, mac);
        } else if (isReply && isDirector) {
            neighbor.onReply(nowNs, out);
        }
    }

    /**
     * A node is dead.
     *
     * @param nodeId of the node
     * @param out told of what follows
     */
    public void remove(final int nodeId, final NeighborOutput out) {
        final Neighbor neighbor = byId.remove(nodeId);
        if (neighbor != null) {
            neighbor.forget(out);
        }
    }

    /**
     * This node has become director, or is it no more.
     *
     * @param nowDirector whether it is
     * @param nowNs the time
     * @param out told of what follows
     */
    public void director(final boolean nowDirector, final long nowNs, final NeighborOutput out) {
        if (nowDirector == isDirector) {
            return;
        }
        isDirector = nowDirector;
        for (final Neighbor neighbor : all()) {
            neighbor.forget(out);
            neighbor.director(nowNs);
        }
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time
     * @param out told of what follows
     */
    public void poll(final long nowNs, final NeighborOutput out) {
        if (isDirector) {
            all().forEach(neighbor -> neighbor.poll(nowNs, out));
        }
    }

    /**
     * When {@link #poll} has to be called at the latest.
     *
     * @return a time, {@link Long#MAX_VALUE} for never
     */
    public long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        if (isDirector) {
            for (final Neighbor neighbor : byId.values()) {
                final long nextNs = neighbor.nextDeadlineNs();
                deadlineNs = deadlineNs == Long.MAX_VALUE ? nextNs : Membership.earlier(deadlineNs, nextNs);
            }
        }
        return deadlineNs;
    }

    /**
     * Whether a node answers.
     *
     * @param nodeId of the node
     * @return null if it is not known
     */
    public @Nullable NeighborState state(final int nodeId) {
        final Neighbor neighbor = byId.get(nodeId);
        return neighbor == null ? null : neighbor.state();
    }

    /**
     * The nodes that have never answered since they started, although they were asked.
     *
     * @return node ids
     */
    public List<Integer> neverAnswered() {
        return byId.values().stream()
                .filter(neighbor -> neighbor.state() == NeighborState.UNREACHABLE && !neighbor.hasAnswered())
                .map(Neighbor::nodeId)
                .toList();
    }

    /** Copied, for what they tell of may add or remove one. */
    private Collection<Neighbor> all() {
        return List.copyOf(byId.values());
    }
}
