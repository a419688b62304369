package io.fairlead.lb.policy;

/**
 * What counts how much. A score is in points; lower is better. The defaults:
 *
 * <ul>
 *   <li>{@code cpu} 2: the processor is what a scanning proxy runs out of first;
 *   <li>{@code memory} 1: memory use moves slowly and hardly with the next client, so it only breaks near-ties;
 *   <li>{@code connection} 2: 1000 open connections weigh as much as a processor that is all busy;
 *   <li>{@code connectionsPerClient} 6: what an assignment is expected to bring, since what is assigned is a client and a browser
 *       opens about half a dozen connections to its proxy.
 * </ul>
 *
 * @param cpu points for each permille of processor use
 * @param memory points for each permille of memory use
 * @param connection points for each open connection
 * @param connectionsPerClient connections that a newly assigned client is expected to open
 */
public record Weights(int cpu, int memory, int connection, int connectionsPerClient) {

    /** See the class comment. */
    public static final Weights DEFAULT = new Weights(2, 1, 2, 6);

    /** Refuses negative weights, and an assignment that costs nothing: all clients would go to one node until its next report. */
    public Weights {
        if (cpu < 0 || memory < 0 || connection < 0) {
            throw new IllegalArgumentException("a weight is negative");
        }
        if (connectionsPerClient < 1) {
            throw new IllegalArgumentException("connectionsPerClient is " + connectionsPerClient + ", at least 1");
        }
    }
}
