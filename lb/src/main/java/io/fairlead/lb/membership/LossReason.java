package io.fairlead.lb.membership;

/** Why a node takes no new clients or is dead, beside what its own reports say. */
public enum LossReason {
    /** Nothing is wrong: the node is alive. */
    NONE,
    /** Reports are missing: several in a row for a suspect node, all for {@link MembershipConfig#deadAfterNs} for a dead one. */
    SILENT,
    /** It did not answer ARP, see {@link NodeNeighbors}. */
    ARP_FAILURE,
    /** It was director, and its VRRP advertisements have stopped. */
    ADVERTISEMENTS_MISSING,
    /** It did not answer the owner query of a new director. */
    QUERY_UNANSWERED,
    /** It said that it restarts. */
    RESTARTING,
    /** It said that it goes. */
    GOODBYE
}
