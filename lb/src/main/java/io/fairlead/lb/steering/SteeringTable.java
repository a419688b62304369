package io.fairlead.lb.steering;

import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.netstack.wire.Ipv6Address;
import java.util.List;

/**
 * What the data path needs to know of the cluster, published whole by the conductor. Immutable; reading it allocates nothing.
 *
 * @param version grows with each table; the data path acknowledges it
 * @param isDirector whether this node steers new clients: it is director and armed
 * @param isAcquainted whether a node that is not listed is gone, rather than not heard of yet
 * @param maxPauseNs a longer pause of the data path ends this node's being director, master-down interval; ignored otherwise
 * @param self index of this node in {@code nodes}
 * @param director index of the director in {@code nodes}, {@link #NO_NODE} if none is known or it is this node
 * @param virtualIps the VIPs of all virtual routers
 * @param redirects what is intercepted
 * @param nodes every node whose frames and flows are known, this one included; at most {@link #MAX_NODES}
 * @param choice how the node of a new client is found
 * @param heavySources what is done about clients with a great many connections
 */
public record SteeringTable(
        long version,
        boolean isDirector,
        boolean isAcquainted,
        long maxPauseNs,
        int self,
        int director,
        VirtualIps virtualIps,
        RedirectMap redirects,
        List<Node> nodes,
        Choice choice,
        HeavySourcePolicy heavySources) {

    /** Most nodes of a cluster. */
    public static final int MAX_NODES = 64;

    /** In place of an index of a node. */
    public static final int NO_NODE = -1;

    /** How the node of a new client is found. */
    public enum Choice {
        /** The one with the lowest score. */
        LOWEST_SCORE,
        /** The one that the client's address and the nodes' weights point to: the same on every director, whatever the load. */
        SOURCE_HASH
    }

    /** What a node may be given. */
    public enum Readiness {
        /** New clients too. */
        OPEN,
        /** No new clients, because it does not want any: what it has goes on. */
        DRAINING,
        /** Nothing that can do without it: it is silent, or its proxy is not healthy. */
        FAILED
    }

    /**
     * A node as the data path sees it.
     *
     * @param id node id: its IPv4 management address
     * @param mac where its frames go
     * @param readiness what it may be given
     * @param refusedRedirects the redirects for which it may not nevertheless, because its proxy for them fails: bit n is the n-th one's, counted from 0; further ones
     *     are never refused
     * @param score its load, lower is better
     * @param clientCost what one new client adds to the score until the next report, greater than 0
     * @param reportSequence changes with each report, so that what was added to the score since can be forgotten
     * @param weight its share by {@link Choice#SOURCE_HASH}, greater than 0 if it is eligible
     */
    public record Node(
            int id,
            long mac,
            Readiness readiness,
            long refusedRedirects,
            long score,
            long clientCost,
            long reportSequence,
            int weight) {

        /** May it be given new clients? */
        boolean isEligible() {
            return readiness == Readiness.OPEN;
        }

        boolean hasFailed() {
            return readiness == Readiness.FAILED;
        }

        /** May it be given a new connection of the redirect in this place? */
        boolean takes(final int redirect) {
            return isEligible() && (redirect >= Long.SIZE || (refusedRedirects >>> redirect & 1) == 0);
        }
    }

    /** Copies the list. */
    public SteeringTable {
        nodes = List.copyOf(nodes);
        if (nodes.size() > MAX_NODES) {
            throw new IllegalArgumentException("a cluster has at most " + MAX_NODES + " nodes, not " + nodes.size());
        }
    }

    /**
     * A table for a node that knows of no other yet: it steers nothing, and delivers its own flows.
     *
     * @param nodeId of this node
     * @param mac of this node
     * @param virtualIps the VIPs of all virtual routers
     * @param redirects what is intercepted
     * @return the table, version 0
     */
    public static SteeringTable alone(
            final int nodeId, final long mac, final VirtualIps virtualIps, final RedirectMap redirects) {
        return new SteeringTable(
                0,
                false,
                false,
                Long.MAX_VALUE,
                0,
                NO_NODE,
                virtualIps,
                redirects,
                List.of(new Node(nodeId, mac, Readiness.OPEN, 0, 0, 1, 0, 1)),
                Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT);
    }

    /** Does this node's kernel take packets to this address: its own or a VIP? IPv4 in IPv4-mapped form. */
    boolean isLocal(final long high, final long low) {
        return isOwnAddress(high, low) || virtualIps.containsMapped(high, low);
    }

    /** Is it the management address of this node? IPv4 in IPv4-mapped form. */
    boolean isOwnAddress(final long high, final long low) {
        return high == 0 && low == Ipv6Address.mappedLow(own().id());
    }

    /** How many nodes may be given new clients. */
    int eligibleNodes() {
        int eligible = 0;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).isEligible()) {
                eligible++;
            }
        }
        return eligible;
    }

    Node node(final int index) {
        return nodes.get(index);
    }

    Node own() {
        return nodes.get(self);
    }

    int indexOfId(final int id) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).id() == id) {
                return i;
            }
        }
        return NO_NODE;
    }
}
