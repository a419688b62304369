package io.fairlead.vrrp;

/**
 * A takeover that is being prepared: arm first, announce last.
 *
 * @param id tells this preparation from an earlier one that was cancelled
 * @param urgency whether clients wait for it
 * @param deadlineNs when the router becomes master, ready or not
 * @param cause why
 */
public record Takeover(long id, Urgency urgency, long deadlineNs, TransitionCause cause) {

    /** Whether there is a director meanwhile. */
    public enum Urgency {
        /** Nobody is master: at most 50 ms, or one interval if that is shorter. */
        NOBODY_IS_MASTER,

        /** A master of lower priority goes on meanwhile, be it preempted or relieved as planned: at most 10 s. */
        PREEMPTION
    }
}
