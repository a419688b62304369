package io.fairlead.lb.policy;

/**
 * What counts how much. The defaults:
 *
 * <ul>
 *   <li>{@code cpu} 4: the processor is what a scanning proxy runs out of first;
 *   <li>{@code memory} 1: memory use moves slowly and hardly with the next client;
 *   <li>{@code proxy} 4: a proxy that says how busy it is knows it better than anybody;
 *   <li>{@code connections} 0: connections count by what capacity they meet;
 *   <li>{@code connectionsPerClient} 6: what an assignment is expected to bring, since what is assigned is a client and a browser
 *       opens about half a dozen connections to its proxy.
 * </ul>
 *
 * @param cpu weight of the free processor share in a node's capacity
 * @param memory weight of the free memory share in a node's capacity
 * @param proxy weight of what the proxy says is free of it; of nodes whose proxy says nothing it is not counted
 * @param connections weight of a part of the capacity that is never used up: the more, the less the measured use matters, and the more the
 *     number of connections alone
 * @param connectionsPerClient connections that a newly assigned client is expected to open
 */
public record Weights(int cpu, int memory, int proxy, int connections, int connectionsPerClient) {

    /** See the class comment. */
    public static final Weights DEFAULT = new Weights(4, 1, 4, 0, 6);

    /** Refuses negative weights, none at all, and an assignment that costs nothing: all clients would go to one node until its next report. */
    public Weights {
        if (cpu < 0 || memory < 0 || proxy < 0 || connections < 0 || cpu + memory + connections == 0) {
            throw new IllegalArgumentException("weights are not negative, and not all 0: cpu " + cpu + ", memory "
                    + memory + ", proxy " + proxy + ", connections " + connections);
        }
        if (connectionsPerClient < 1) {
            throw new IllegalArgumentException("connectionsPerClient is " + connectionsPerClient + ", at least 1");
        }
    }

    /**
     * The number of connections decides alone.
     *
     * @param connectionsPerClient connections that a newly assigned client is expected to open
     * @return weights by which all nodes have the same capacity, whatever they measure
     */
    public static Weights leastConnections(final int connectionsPerClient) {
        return new Weights(0, 0, 0, 1, connectionsPerClient);
    }
}
