package io.fairlead.tools.daemon;

import io.fairlead.lb.report.FlowTuple;
import io.fairlead.lb.steering.ChosenBy;
import java.util.List;

/**
 * What the data path has answered about a client.
 *
 * @param chosenBy why a new connection goes to its node
 * @param node id of that node; of no meaning if it goes to none
 * @param isDirector whether this node steers
 * @param stickyNode id of the node that the client stays with; 0 if there is none
 * @param stickyAgeSeconds since the client's last new connection
 * @param candidates all nodes that the data path knows
 * @param flows of the client, each once
 * @param furtherFlows how many were not told of
 */
record DataPathAnswer(
        ChosenBy chosenBy,
        int node,
        boolean isDirector,
        int stickyNode,
        int stickyAgeSeconds,
        List<Candidate> candidates,
        List<Flow> flows,
        int furtherFlows) {

    /** A node, see {@link io.fairlead.lb.steering.Explained#onCandidate}. */
    record Candidate(int node, boolean isEligible, long score, long added) {}

    /** A connection, see {@link io.fairlead.lb.steering.Explained#onFlow}. */
    record Flow(FlowTuple tuple, int owner, int state, int idleSeconds, int translatedPort, int proxyPort) {}
}
