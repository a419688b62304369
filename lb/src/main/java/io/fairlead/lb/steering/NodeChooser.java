package io.fairlead.lb.steering;

/**
 * Chooses the node of a new client: the eligible one with the lowest score. Between two reports of a node each connection given to
 * it adds to its score, so that a burst of clients does not all go where the last report was best. Allocates nothing.
 */
final class NodeChooser {

    private final long[] added = new long[SteeringTable.MAX_NODES];
    private final long[] addedBefore = new long[SteeringTable.MAX_NODES];
    private int next;

    /** Carries over what was added for nodes that have not reported since. */
    void onTable(final SteeringTable before, final SteeringTable after) {
        System.arraycopy(added, 0, addedBefore, 0, added.length);
        for (int i = 0; i < after.nodes().size(); i++) {
            final SteeringTable.Node node = after.node(i);
            final int old = before.indexOfId(node.id());
            added[i] = old != SteeringTable.NO_NODE && before.node(old).reportSequence() == node.reportSequence()
                    ? addedBefore[old]
                    : 0;
        }
    }

    /** The index of the chosen node, or NO_NODE if none may be given new clients. */
    int choose(final SteeringTable table) {
        final int nodes = table.nodes().size();
        int best = SteeringTable.NO_NODE;
        long bestScore = Long.MAX_VALUE;
        // starts behind the node chosen last, so that equal nodes take turns
        for (int i = 0; i < nodes; i++) {
            final int index = (next + i) % nodes;
            final SteeringTable.Node node = table.node(index);
            final long score = node.score() + added[index];
            if (node.isEligible() && score < bestScore) {
                best = index;
                bestScore = score;
            }
        }
        if (best != SteeringTable.NO_NODE) {
            added[best] += table.node(best).clientCost();
            next = best + 1;
        }
        return best;
    }
}
