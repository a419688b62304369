package io.fairlead.lb.policy;

/**
 * Immutable scores of the nodes that may take new clients, in ascending unsigned order of their ids. Made by the conductor, read by
 * the data path; nothing but the accessors that copy allocates.
 */
public final class LoadTable {

    /** Returned by {@link #choose} when no node may take a client. */
    public static final int NONE = -1;

    private final int[] nodeIds;
    private final long[] scores;
    private final long assignmentCost;

    LoadTable(final int[] nodeIds, final long[] scores, final long assignmentCost) {
        this.nodeIds = nodeIds;
        this.scores = scores;
        this.assignmentCost = assignmentCost;
    }

    /** How many nodes may take new clients. */
    public int size() {
        return nodeIds.length;
    }

    /** The management address of the node at {@code index}. */
    public int nodeId(final int index) {
        return nodeIds[index];
    }

    /** The points of the node at {@code index}; lower is better. */
    public long score(final int index) {
        return scores[index];
    }

    /** What one assignment adds, see {@link LoadPolicy#assignmentCost}. */
    public long assignmentCost() {
        return assignmentCost;
    }

    /** A copy of all ids. */
    public int[] nodeIds() {
        return nodeIds.clone();
    }

    /** A copy of all scores, index by index with {@link #nodeIds}. */
    public long[] scores() {
        return scores.clone();
    }

    /**
     * Chooses the node with the fewest points, surcharges included, and surcharges it for the assignment. Of equals the lowest id is
     * taken. Allocates nothing.
     *
     * @param surcharges points added since the table was made, index by index; the caller's own, at least {@link #size} long, zeroed for a
     *     new table
     * @return an index, or {@link #NONE}
     */
    public int choose(final long[] surcharges) {
        int best = NONE;
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < nodeIds.length; i++) {
            final long points = scores[i] + surcharges[i];
            if (points < fewest) {
                fewest = points;
                best = i;
            }
        }
        if (best != NONE) {
            surcharges[best] += assignmentCost;
        }
        return best;
    }
}
