package io.fairlead.tools.daemon;

import io.fairlead.vrrp.VirtualRouterConfig;

/**
 * What a virtual router's priority is made of: the configured one, what tracking makes of it, and the word of an administrator, which comes before both.
 * Conductor only.
 */
final class EffectivePriority {

    private static final int HIGHEST = 254;

    /** The lowest with which a master goes on until somebody relieves it. */
    private static final int WAITING_TO_BE_RELIEVED = 1;

    private int configured;
    private int tracked;
    private int raised;
    private boolean isInMaintenance;

    EffectivePriority(final int configured) {
        this.configured = configured;
        this.tracked = configured;
    }

    int configured() {
        return configured;
    }

    /** The configuration has changed. What tracking makes of it comes by {@link #tracked}. */
    void configured(final int priority) {
        configured = priority;
    }

    /** What is tracked has changed. */
    void tracked(final int priority) {
        tracked = priority;
    }

    /** Above everybody else's, until {@link #lower}. */
    void raiseAbove(final int others) {
        raised = Math.min(HIGHEST, others + 1);
    }

    void lower() {
        raised = 0;
    }

    boolean isRaised() {
        return raised > 0;
    }

    void maintenance(final boolean on) {
        isInMaintenance = on;
    }

    boolean isInMaintenance() {
        return isInMaintenance;
    }

    /** The priority to compare and advertise. */
    int value(final boolean isMaster) {
        if (configured == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR) {
            return configured;
        }
        if (isInMaintenance) {
            return isMaster ? WAITING_TO_BE_RELIEVED : VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR;
        }
        return Math.max(tracked, raised);
    }
}
