package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.policy.LoadPolicy;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.VirtualIps;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2IntCounterMap;

/** Makes the data path's table from what the conductor knows, once per duty cycle in which anything changed. Conductor only. */
final class TablePublisher {

    private final NodeIdentity identity;
    private final OwnState own;
    private final VirtualIps virtualIps;
    private final RedirectMap redirects;
    private final Steering steering;
    private final Runnable wakeDataPath;
    private final LoadPolicy policy;
    private final Int2IntCounterMap reports = new Int2IntCounterMap(0);
    private long version;
    private boolean isDirty = true;
    private boolean hasCommands;

    TablePublisher(
            final NodeIdentity identity,
            final OwnState own,
            final VirtualIps virtualIps,
            final RedirectMap redirects,
            final Steering steering,
            final Runnable wakeDataPath,
            final LoadPolicy policy) {
        this.identity = identity;
        this.own = own;
        this.virtualIps = virtualIps;
        this.redirects = redirects;
        this.steering = steering;
        this.wakeDataPath = wakeDataPath;
        this.policy = policy;
    }

    void markChanged() {
        isDirty = true;
    }

    /** A node's load was reported: what the data path added to its score since the last report is void. */
    void loadReported(final int nodeId) {
        reports.incrementAndGet(nodeId);
        isDirty = true;
    }

    /** The points by which the data path compares a node with such a load. */
    long score(final Load load) {
        return policy.score(load);
    }

    /** The version that will carry what is changed now. */
    long nextVersion() {
        return version + 1;
    }

    boolean isAcknowledged(final long wanted) {
        return steering.acknowledgedVersion() >= wanted;
    }

    /** The data path was sent a command: it is woken at the end of the duty cycle. */
    void commandSent() {
        hasCommands = true;
    }

    void publish(
            final Membership membership, final boolean isArmed, final boolean isAcquainted, final long maxPauseNs) {
        if (isDirty) {
            isDirty = false;
            steering.publish(table(membership, isArmed, isAcquainted, maxPauseNs));
            hasCommands = true;
        }
        if (hasCommands) {
            hasCommands = false;
            wakeDataPath.run();
        }
    }

    private SteeringTable table(
            final Membership membership, final boolean isArmed, final boolean isAcquainted, final long maxPauseNs) {
        // the connections of one that is dead are over
        final List<Node> others = membership.nodes().stream()
                .filter(node -> node.state() != NodeState.DEAD)
                .toList();
        final List<SteeringTable.Node> nodes = new ArrayList<>();
        nodes.add(entry(identity.managementIp(), identity.mac(), own.isEligible(), own.load()));
        int director = SteeringTable.NO_NODE;
        for (final Node node : others) {
            if (nodes.size() == SteeringTable.MAX_NODES) {
                break;
            }
            if (node.id() == membership.directorId() && node.state() == NodeState.ALIVE) {
                director = nodes.size();
            }
            nodes.add(entry(
                    node.id(), node.mac(), node.isEligible(), node.report().load()));
        }
        version++;
        return new SteeringTable(version, isArmed, isAcquainted, maxPauseNs, 0, director, virtualIps, redirects, nodes);
    }

    private SteeringTable.Node entry(final int id, final long mac, final boolean isEligible, final Load load) {
        return new SteeringTable.Node(
                id, mac, isEligible, policy.score(load), policy.clientCost(load), reports.get(id));
    }
}
