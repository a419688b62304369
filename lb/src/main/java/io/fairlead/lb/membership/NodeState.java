package io.fairlead.lb.membership;

/** What is believed of another node. */
public enum NodeState {
    /** Heard of in time. */
    ALIVE,
    /** Something is amiss, see {@link LossReason}: no new clients, but its connections are left alone. */
    SUSPECT,
    /** Silent for long, or it said goodbye: its connections are over. */
    DEAD
}
