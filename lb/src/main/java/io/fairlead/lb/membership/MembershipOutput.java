package io.fairlead.lb.membership;

import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Handshake;
import io.fairlead.netstack.wire.IpAddress;
import java.util.List;

/** What the {@link Membership} wants done and has to tell. Called on the conductor, from within the call that caused it. */
public interface MembershipOutput {

    /** Sends a message. */
    void send(Destination destination, Handshake handshake, Body body);

    /** A node is there that was not, or that was dead. */
    void nodeAppeared(Node node);

    /** Something other than the load changed: state, role, health, MAC, boot id, configuration. */
    void nodeChanged(Node before, Node now);

    /** A report came; its load may be new. Comes after the calls above. */
    void loadReported(Node node);

    /** A node is dead: its connections are over. */
    void nodeLost(Node node, LossReason reason);

    /** Another node, or we, became director; {@link Membership#NO_DIRECTOR} if nobody is. */
    void directorChanged(int directorId);

    /** This node is about to become director. */
    void directorCandidate(Node node);

    /** An answer to our owner query: this node owns this client. */
    void ownerOfClient(IpAddress client, int nodeId);

    /**
     * Our owner query is over. A node that answers nothing within several attempts may be dead too, which we would notice only after the
     * missed reports: {@link Membership#suspect} keeps new clients from it until it is heard of.
     *
     * @param silentNodes those that did not answer in full, empty if the answer is complete
     */
    void ownersCollected(List<Integer> silentNodes);

    /** A message about flows or stickiness, which the membership only authenticates. */
    void deliver(Node sender, Body body);
}
