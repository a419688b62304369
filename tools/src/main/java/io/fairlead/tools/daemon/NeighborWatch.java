package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.ArpRequestEncoder;
import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.MembershipConfig;
import io.fairlead.lb.membership.MembershipOutput;
import io.fairlead.lb.membership.NeighborOutput;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeNeighbors;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the nodes by ARP, tells the membership which of them do not answer, and passes on who claims their addresses. Conductor only. */
final class NeighborWatch implements NeighborOutput {

    private static final Logger LOG = LoggerFactory.getLogger("cluster");

    private final NodeIdentity identity;
    private final RouterDriver.Clock clock;
    private final FrameSender sender;
    private final Membership membership;
    private final MembershipOutput cluster;
    private final NodeNeighbors neighbors;
    private final ArpRequestEncoder requests;
    private ObjLongConsumer<IpAddress> onContradiction = (address, mac) -> {};

    NeighborWatch(
            final NodeIdentity identity,
            final RouterDriver.Clock clock,
            final FrameSender sender,
            final Membership membership,
            final MembershipOutput cluster,
            final MembershipConfig config,
            final long probeIntervalNs) {
        this.identity = identity;
        this.clock = clock;
        this.sender = sender;
        this.membership = membership;
        this.cluster = cluster;
        this.neighbors = new NodeNeighbors(config, probeIntervalNs);
        this.requests = new ArpRequestEncoder(identity.managementIp(), identity.mac());
    }

    /** Who is told of an address of a node and the MAC address that claims it and does not have it. */
    void onContradiction(final ObjLongConsumer<IpAddress> handler) {
        onContradiction = handler;
    }

    void onReport(final Node node) {
        neighbors.onReport(node, clock.nowNs(), this);
    }

    void nodeLost(final int nodeId) {
        neighbors.remove(nodeId, this);
    }

    void directorChanged(final int directorId) {
        neighbors.director(directorId == identity.managementIp(), clock.nowNs(), this);
    }

    void onArp(final int nodeId, final long mac, final boolean isReply) {
        neighbors.onArp(nodeId, mac, isReply, clock.nowNs(), this);
    }

    void poll() {
        neighbors.poll(clock.nowNs(), this);
    }

    long nextDeadlineNs() {
        return neighbors.nextDeadlineNs();
    }

    /** What status says of nodes whose silence means nothing. */
    List<String> warnings() {
        return neighbors.neverAnswered().stream()
                .map(nodeId ->
                        nameOf(nodeId) + " has never answered ARP since it started: it is not noticed if frames do"
                                + " not get through to it. Remedy: look for a filter of ARP on it or between us")
                .toList();
    }

    @Override
    public void sendArpRequest(final int nodeId, final long mac) {
        sender.send(requests.encode(nodeId, mac, sender.frame(), 0));
    }

    @Override
    public void nodeUnreachable(final int nodeId) {
        membership.unreachable(nodeId, true, clock.nowNs(), cluster);
    }

    @Override
    public void nodeReachable(final int nodeId) {
        membership.unreachable(nodeId, false, clock.nowNs(), cluster);
    }

    @Override
    public void nodeNeverAnswered(final int nodeId) {
        LOG.warn("node {} does not answer ARP, and has not since it started: it stays in service", nameOf(nodeId));
    }

    @Override
    public void claimContradictsReport(final int nodeId, final long mac) {
        onContradiction.accept(IpAddress.ofIpv4(nodeId), mac);
    }

    private String nameOf(final int nodeId) {
        final Node node = membership.node(nodeId);
        return (node == null ? "of address" : node.report().name()) + " (" + Ipv4Address.format(nodeId) + ")";
    }
}
