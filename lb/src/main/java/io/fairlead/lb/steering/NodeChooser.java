package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;

/**
 * Chooses the node of a new client among the eligible ones. Allocates nothing.
 *
 * <p>By score the lowest wins. Between two reports of a node each client given to it adds to its score, so that a burst of clients does not
 * all go where the last report was best.
 *
 * <p>By the client's address weighted rendezvous hashing decides: client and node together give a number that is as good as random and
 * exponentially distributed with the node's weight as its rate, and the smallest of a client's numbers wins. A node's share follows its weight, and
 * when a node comes or goes, no client moves between two others.
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

    /** The index of the node for a new client's connection to the redirect in this place, or NO_NODE if none takes it. */
    int choose(final SteeringTable table, final FlowKey key, final int redirect) {
        return counted(table, best(table, key, redirect));
    }

    /** The index of the node for this connection alone, or NO_NODE if none takes it. */
    int chooseForConnection(final SteeringTable table, final FlowKey key, final int redirect) {
        return counted(table, bestForConnection(table, key, redirect));
    }

    private int counted(final SteeringTable table, final int best) {
        if (best != SteeringTable.NO_NODE && table.choice() == SteeringTable.Choice.LOWEST_SCORE) {
            added[best] += table.node(best).clientCost();
            next = best + 1;
        }
        return best;
    }

    /** The node that {@link #choose} would choose; nothing is added. */
    int best(final SteeringTable table, final FlowKey key, final int redirect) {
        return table.choice() == SteeringTable.Choice.SOURCE_HASH
                ? byHash(table, key, hash(key), redirect)
                : byScore(table, key, redirect);
    }

    /** The node that {@link #chooseForConnection} would choose; nothing is added. */
    int bestForConnection(final SteeringTable table, final FlowKey key, final int redirect) {
        return table.choice() == SteeringTable.Choice.SOURCE_HASH
                ? byHash(table, key, mix(hash(key) ^ key.clientPort()), redirect)
                : byScore(table, key, redirect);
    }

    private static long hash(final FlowKey key) {
        return mix(mix(key.clientHigh()) ^ key.clientLow());
    }

    /** What was added to a node's score since its last report. */
    long added(final int node) {
        return added[node];
    }

    private static int byHash(final SteeringTable table, final FlowKey key, final long clientHash, final int redirect) {
        int best = SteeringTable.NO_NODE;
        double smallest = Double.POSITIVE_INFINITY;
        for (int index = 0; index < table.nodes().size(); index++) {
            final SteeringTable.Node node = table.node(index);
            if (table.takes(index, key, redirect)) {
                // StrictMath, because all directors have to come to the same number
                final double number = -StrictMath.log(uniform(clientHash ^ node.id())) / node.weight();
                if (number < smallest) {
                    best = index;
                    smallest = number;
                }
            }
        }
        return best;
    }

    /** Between 0 and 1, both excluded. A later version must not compute it in another way: it would move the clients of a cluster that has both. */
    private static double uniform(final long clientAndNode) {
        return ((mix(clientAndNode) >>> 11) + 0.5) * 0x1p-53;
    }

    /** The finaliser of SplitMix64: each bit of the value changes each bit of the result with a probability of one half. */
    private static long mix(final long value) {
        long mixed = value + 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    private int byScore(final SteeringTable table, final FlowKey key, final int redirect) {
        final int nodes = table.nodes().size();
        int best = SteeringTable.NO_NODE;
        long bestScore = Long.MAX_VALUE;
        // starts behind the node chosen last, so that equal nodes take turns
        for (int i = 0; i < nodes; i++) {
            final int index = (next + i) % nodes;
            final SteeringTable.Node node = table.node(index);
            final long score = node.score() + added[index];
            if (score < bestScore && table.takes(index, key, redirect)) {
                best = index;
                bestScore = score;
            }
        }
        return best;
    }
}
