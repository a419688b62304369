package io.fairlead.lb.policy;

/**
 * What is done about a heavy source: a client, most likely a NAT or another proxy, that has more open connections than would be one node's fair share, so that the nodes
 * cannot be loaded evenly while it stays with one of them.
 *
 * @param leastConnections no client with fewer open connections is called heavy, greater than 0
 * @param isSpread whether each new connection of such a client gets a node of its own
 */
public record HeavySourcePolicy(int leastConnections, boolean isSpread) {

    /** They are named, and stay with their nodes. */
    public static final HeavySourcePolicy DEFAULT = new HeavySourcePolicy(100, false);

    /** Checks the range. */
    public HeavySourcePolicy {
        if (leastConnections < 1) {
            throw new IllegalArgumentException("leastConnections is " + leastConnections + ", at least 1");
        }
    }

    /**
     * Does a client have more than its share?
     *
     * @param connections that it has open
     * @param all open connections of the cluster
     * @param nodes that take new clients; with fewer than two there is nothing to be spread
     * @return true if it is a heavy source
     */
    public boolean isHeavy(final int connections, final int all, final int nodes) {
        return nodes > 1 && connections >= leastConnections && (long) connections * nodes > all;
    }

    /**
     * Is a heavy source one no longer? It has to fall some way below, so that it does not come and go with each connection.
     *
     * @param connections that it has open
     * @param all open connections of the cluster
     * @param nodes that take new clients
     * @return true if it is like any other client
     */
    public boolean isLight(final int connections, final int all, final int nodes) {
        return !isHeavy(connections + connections / 3, all, nodes);
    }
}
