package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;

/**
 * What a data-path thread answers to {@link SteeringCommands#explain}: the choice, each node, then the client's connections in no order, then the end. A connection that
 * moves in the tables meanwhile may be told twice.
 */
public interface Explained {

    /** Most connections that are told of one client. */
    int MOST_FLOWS = 256;

    /**
     * Where a new connection of the client goes.
     *
     * @param question that is answered
     * @param chosenBy why it goes there
     * @param node id of the node; of no meaning if there is none
     * @param isDirector whether this node steers: if not, it is what it would choose if it did
     * @param stickyNode id of the node that the client stays with; 0 if it stays with none
     * @param stickyAgeSeconds since the client's last new connection; of no meaning if it stays with none
     */
    void onChoice(int question, ChosenBy chosenBy, int node, boolean isDirector, int stickyNode, int stickyAgeSeconds);

    /**
     * A node as the data path compares it.
     *
     * @param question that is answered
     * @param node id
     * @param isEligible whether it may be given new connections to the port
     * @param score of its last report, lower is better
     * @param added to the score since that report
     */
    void onCandidate(int question, int node, boolean isEligible, long score, long added);

    /**
     * A connection of the client.
     *
     * @param question that is answered
     * @param flow valid during the call
     * @param owner id of its node; of no meaning in the states in which it is not known
     * @param state see {@link io.fairlead.lb.flow.FlowState}
     * @param idleSeconds since the client's last frame
     * @param translatedPort client port that this node's kernel sees; 0 if this node does not translate the connection
     * @param proxyPort that this node translates to; of no meaning if it does not translate
     */
    void onFlow(int question, FlowKey flow, int owner, int state, int idleSeconds, int translatedPort, int proxyPort);

    /**
     * Everything was told.
     *
     * @param question that is answered
     * @param flows of the client that were found, of which at most {@link #MOST_FLOWS} were told
     */
    void onEnd(int question, int flows);
}
