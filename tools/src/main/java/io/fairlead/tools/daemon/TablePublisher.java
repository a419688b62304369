package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.policy.Candidate;
import io.fairlead.lb.policy.LoadPolicy;
import io.fairlead.lb.policy.LoadTable;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.VirtualIps;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
    private LoadTable scores;
    private long version;
    private boolean isDirty = true;

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
        this.scores = policy.evaluate(List.of());
    }

    void markChanged() {
        isDirty = true;
    }

    /** A node's load was reported: what the data path added to its score since the last report is void. */
    void loadReported(final int nodeId) {
        reports.incrementAndGet(nodeId);
        isDirty = true;
    }

    /** The version that will carry what is changed now. */
    long nextVersion() {
        return version + 1;
    }

    boolean isAcknowledged(final long wanted) {
        return steering.acknowledgedVersion() >= wanted;
    }

    void publish(final Membership membership, final boolean isArmed, final long maxPauseNs) {
        if (!isDirty) {
            return;
        }
        isDirty = false;
        final List<Node> others = membership.nodes();
        scores = policy.evaluate(candidates(others));
        final List<SteeringTable.Node> nodes = new ArrayList<>();
        nodes.add(entry(identity.managementIp(), identity.mac()));
        int director = SteeringTable.NO_NODE;
        for (final Node node : others) {
            if (nodes.size() == SteeringTable.MAX_NODES) {
                break;
            }
            if (node.id() == membership.directorId() && node.state() == NodeState.ALIVE) {
                director = nodes.size();
            }
            nodes.add(entry(node.id(), node.mac()));
        }
        version++;
        steering.publish(new SteeringTable(
                version, isArmed, maxPauseNs, 0, director, virtualIps, redirects, nodes, policy.assignmentCost()));
        wakeDataPath.run();
    }

    private List<Candidate> candidates(final List<Node> others) {
        final List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(identity.managementIp(), own.isHealthy(), own.load()));
        for (final Node node : others) {
            candidates.add(
                    new Candidate(node.id(), node.isEligible(), node.report().load()));
        }
        return candidates;
    }

    private SteeringTable.Node entry(final int id, final long mac) {
        final OptionalLong score = score(id);
        return new SteeringTable.Node(id, mac, score.isPresent(), score.orElse(0), reports.get(id));
    }

    /** The score of a node in the last table; empty if it takes no new clients. */
    OptionalLong score(final int nodeId) {
        for (int i = 0; i < scores.size(); i++) {
            if (scores.nodeId(i) == nodeId) {
                return OptionalLong.of(scores.score(i));
            }
        }
        return OptionalLong.empty();
    }
}
