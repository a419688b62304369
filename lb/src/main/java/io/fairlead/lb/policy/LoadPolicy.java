package io.fairlead.lb.policy;

import io.fairlead.lb.report.Load;

/** Turns load reports into scores, by which the data path compares nodes. Pure. */
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
     * The points of a node.
     *
     * @param load of its last report
     * @return points, lower is better
     */
    public long score(final Load load) {
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
