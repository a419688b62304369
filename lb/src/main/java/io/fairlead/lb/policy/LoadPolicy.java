package io.fairlead.lb.policy;

import io.fairlead.lb.report.Load;
import java.util.Collection;
import java.util.List;

/** Turns load reports into scores. Pure: the same candidates give the same table, in whatever order they come. */
public final class LoadPolicy {

    private final Weights weights;

    /**
     * A policy.
     *
     * @param weights what counts how much
     */
    public LoadPolicy(final Weights weights) {
        this.weights = weights;
    }

    /**
     * Scores the eligible candidates.
     *
     * @param candidates all nodes that are known, ourselves included
     * @return a table of the eligible ones, empty if there is none
     */
    public LoadTable evaluate(final Collection<Candidate> candidates) {
        final List<Candidate> eligible = candidates.stream()
                .filter(Candidate::eligible)
                .sorted((a, b) -> Integer.compareUnsigned(a.nodeId(), b.nodeId()))
                .toList();
        return new LoadTable(
                eligible.stream().mapToInt(Candidate::nodeId).toArray(),
                eligible.stream()
                        .mapToLong(candidate -> score(candidate.load()))
                        .toArray(),
                assignmentCost());
    }

    private long score(final Load load) {
        return (long) weights.cpu() * load.cpuPermille()
                + (long) weights.memory() * load.memoryPermille()
                + (long) weights.connection() * load.activeConnections();
    }

    /**
     * What one assignment adds to a node's score until its next report shows the real effect. Without it, all clients that come
     * between two reports would go to the same node.
     *
     * @return points: the connections that a client is expected to open, at least 1 even if connections have no weight
     */
    public long assignmentCost() {
        return Math.max(1, (long) weights.connection() * weights.connectionsPerClient());
    }
}
