package io.fairlead.lb.policy;

import io.fairlead.lb.report.Load;

/**
 * Weighted least connections: turns load reports into scores, by which the data path compares nodes. Pure.
 *
 * <p>A node's capacity is what it has free, of processor, memory and by its proxy's own word, times its share; its score is what it carries, its connections and those
 * of the next client, divided by that. So equally busy nodes share new clients evenly, one that has half the capacity left gets half as many,
 * and noise in the measurements shifts shares a little instead of sending everybody to one node.
 */
public final class LoadPolicy {

    /** The share of a node of normal weight in full service. */
    public static final int FULL_SHARE_PERMILLE = 1000;

    private static final int PERMILLE = 1000;

    /** A node that is all busy still has a little capacity: with none, a cluster that is all busy could not be compared. */
    private static final int LEAST_CAPACITY_PERMILLE = 50;

    private static final long POINTS = 100_000;

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
     * @param sharePermille of the clients that it is to have beside an equal node of {@link #FULL_SHARE_PERMILLE}; of less than 1, 1
     * @return points, lower is better
     */
    public long score(final Load load, final int sharePermille) {
        return (load.activeConnections() + (long) weights.connectionsPerClient())
                * costOfConnection(load, sharePermille);
    }

    /**
     * What one new client adds to a node's score until its next report shows the real effect. Without it, all clients that come
     * between two reports would go to the same node.
     *
     * @param load of its last report
     * @param sharePermille as in {@link #score}
     * @return points: of the connections that a client is expected to open, greater than 0
     */
    public long clientCost(final Load load, final int sharePermille) {
        return weights.connectionsPerClient() * costOfConnection(load, sharePermille);
    }

    private long costOfConnection(final Load load, final int sharePermille) {
        final long freeCpu = (long) weights.cpu() * (PERMILLE - load.cpuPermille());
        final long freeMemory = (long) weights.memory() * (PERMILLE - load.memoryPermille());
        final long constant = (long) weights.connections() * PERMILLE;
        final int proxyWeight = load.hasProxyFigure() ? weights.proxy() : 0;
        final long freeProxy = (long) proxyWeight * (PERMILLE - load.proxyPermille());
        final long capacityPermille = (freeCpu + freeMemory + freeProxy + constant)
                / (weights.cpu() + weights.memory() + proxyWeight + weights.connections());
        return POINTS
                * FULL_SHARE_PERMILLE
                / (Math.max(LEAST_CAPACITY_PERMILLE, capacityPermille) * Math.max(1, sharePermille));
    }
}
