package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @param ipv6High first half of its IPv6 management address
     * @param ipv6Low second half; both are 0 if it has none, or is of a version that does not tell
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
            long ipv6High,
            long ipv6Low,
            long mac,
            Readiness readiness,
            long refusedRedirects,
            long score,
            long clientCost,
            long reportSequence,
            int weight) {

        /**
         * A node without an IPv6 address.
         *
         * @param id node id: its IPv4 management address
         * @param mac where its frames go
         * @param readiness what it may be given
         * @param refusedRedirects see above
         * @param score its load
         * @param clientCost what one new client adds
         * @param reportSequence changes with each report
         * @param weight its share
         */
        public Node(
                final int id,
                final long mac,
                final Readiness readiness,
                final long refusedRedirects,
                final long score,
                final long clientCost,
                final long reportSequence,
                final int weight) {
            this(id, 0, 0, mac, readiness, refusedRedirects, score, clientCost, reportSequence, weight);
        }

        /** Has it an IPv6 address of its own, as far as it is known? */
        boolean hasIpv6() {
            return ipv6High != 0 || ipv6Low != 0;
        }

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
     * @param ipv6 its IPv6 management address, null if it has none
     * @param mac of this node
     * @param virtualIps the VIPs of all virtual routers
     * @param redirects what is intercepted
     * @return the table, version 0
     */
    public static SteeringTable alone(
            final int nodeId,
            final @Nullable IpAddress ipv6,
            final long mac,
            final VirtualIps virtualIps,
            final RedirectMap redirects) {
        final IpAddress own = ipv6 == null ? IpAddress.ofIpv6(0, 0) : ipv6;
        return new SteeringTable(
                0,
                false,
                false,
                Long.MAX_VALUE,
                0,
                NO_NODE,
                virtualIps,
                redirects,
                List.of(new Node(nodeId, own.high(), own.low(), mac, Readiness.OPEN, 0, 0, 1, 0, 1)),
                Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT);
    }

    /** Does this node's kernel take packets to this address: its own or a VIP? IPv4 in IPv4-mapped form. */
    boolean isLocal(final long high, final long low) {
        return isOwnAddress(high, low) || virtualIps.containsMapped(high, low);
    }

    /** Is it a management address of this node? IPv4 in IPv4-mapped form. */
    boolean isOwnAddress(final long high, final long low) {
        if (Ipv6Address.isIpv4Mapped(high, low)) {
            return (int) low == own().id();
        }
        return own().hasIpv6() && high == own().ipv6High() && low == own().ipv6Low();
    }

    /** First half of this node's own address of a family; IPv4 in IPv4-mapped form, 0 and 0 if it has none. */
    long ownHigh(final boolean isIpv6) {
        return isIpv6 ? own().ipv6High() : 0;
    }

    /** Second half of it. */
    long ownLow(final boolean isIpv6) {
        return isIpv6 ? own().ipv6Low() : Ipv6Address.mappedLow(own().id());
    }

    /**
     * Can the node take what goes to this address of the cluster, IPv4 in IPv4-mapped form? What goes to an IPv6 address of another node it takes under its own; one that
     * has none may be of a version that knows nothing of such addresses.
     */
    boolean canTake(final int node, final long high, final long low) {
        return node(node).hasIpv6() || Ipv6Address.isIpv4Mapped(high, low) || virtualIps.contains(high, low);
    }

    /** May the node be given this new connection, which is of the redirect in this place? */
    boolean takes(final int node, final FlowKey flow, final int redirect) {
        return node(node).takes(redirect) && canTake(node, flow.destinationHigh(), flow.destinationLow());
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
