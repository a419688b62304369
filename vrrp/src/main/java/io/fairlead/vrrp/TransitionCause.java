package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a virtual router changed its state, or wants to.
 *
 * @param kind for programs
 * @param text for people, like "no advertisement for 3.61 s from 10.51.0.1"
 */
public record TransitionCause(Kind kind, String text) {

    /** What can happen. */
    public enum Kind {
        /** The router was started. */
        STARTED,
        /** The router was stopped. */
        STOPPED,
        /** Something that the master needs is broken. */
        FAULT,
        /** The master-down interval went by in silence. */
        MASTER_DOWN,
        /** The master said that it stops. */
        MASTER_RESIGNED,
        /** The master's priority is lower than ours. */
        PREEMPTION,
        /** Somebody asked for it. */
        HANDOVER,
        /** A master that goes before us was heard. */
        BETTER_MASTER,
        /** It may be director no longer, but goes on listening. */
        RESIGNED,
        /** The process slept, or was not scheduled, for so long that others may have acted. */
        CLOCK_GAP
    }

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    /**
     * For {@link VirtualRouter#takeOver}.
     *
     * @param reason for people, like "asked for by an operator"
     * @return the cause
     */
    public static TransitionCause handover(final String reason) {
        return new TransitionCause(Kind.HANDOVER, reason);
    }

    /**
     * For {@link VirtualRouter#resign}.
     *
     * @param reason for people
     * @return the cause
     */
    public static TransitionCause resigned(final String reason) {
        return new TransitionCause(Kind.RESIGNED, reason);
    }

    static TransitionCause started() {
        return new TransitionCause(Kind.STARTED, "started");
    }

    static TransitionCause stopped() {
        return new TransitionCause(Kind.STOPPED, "stopped");
    }

    static TransitionCause fault(final String reason) {
        return new TransitionCause(Kind.FAULT, reason);
    }

    static TransitionCause masterDown(final @Nullable IpAddress lastMaster, final long silenceNs) {
        return new TransitionCause(
                Kind.MASTER_DOWN,
                "no advertisement for " + duration(silenceNs)
                        + (lastMaster == null ? " from anyone" : " from " + lastMaster));
    }

    static TransitionCause masterResigned(final IpAddress master) {
        return new TransitionCause(Kind.MASTER_RESIGNED, master + " resigned (priority 0)");
    }

    static TransitionCause preemption(final int ownPriority, final Advertisement master) {
        return new TransitionCause(
                Kind.PREEMPTION,
                "own priority " + ownPriority + " is above " + master.priority() + " of " + master.source());
    }

    static TransitionCause betterMaster(final Advertisement master) {
        return new TransitionCause(
                Kind.BETTER_MASTER, "advertisement of " + master.source() + " with priority " + master.priority());
    }

    static TransitionCause clockGap(final long gapNs) {
        return new TransitionCause(Kind.CLOCK_GAP, "process was not running for " + duration(gapNs));
    }

    private static String duration(final long durationNs) {
        if (durationNs < NANOS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.1f ms", durationNs / NANOS_PER_MILLISECOND);
        }
        return String.format(Locale.ROOT, "%.2f s", durationNs / NANOS_PER_SECOND);
    }

    @Override
    public String toString() {
        return text;
    }
}
