package io.fairlead.lb.membership;

/** Why a node is dead. */
public enum LossReason {
    /** Nothing heard for {@link MembershipConfig#deadAfterNs}. */
    SILENT,
    /** It said so. */
    GOODBYE
}
