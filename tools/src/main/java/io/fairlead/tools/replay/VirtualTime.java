package io.fairlead.tools.replay;

/** The clocks of the replayed node: they go when they are told to, and never back. */
final class VirtualTime {

    /** Any time will do, but for one near zero, before which some machine may look. */
    private static final long START_NS = 1_000_000_000_000L;

    private final long leadInNs;
    private final long firstEpochNs;
    private long nowNs = START_NS;

    /** The first frame comes after the lead-in. */
    VirtualTime(final long leadInNs, final long firstEpochNs) {
        this.leadInNs = leadInNs;
        this.firstEpochNs = firstEpochNs;
    }

    long nowNs() {
        return nowNs;
    }

    /** The time of day. */
    long epochNs() {
        return firstEpochNs - leadInNs + (nowNs - START_NS);
    }

    /** When the first frame comes. */
    long firstNs() {
        return START_NS + leadInNs;
    }

    /** When a frame comes that was captured then; a frame that was captured before the one before it comes with it. */
    long ofFrame(final long epochNs) {
        return Math.max(nowNs, firstNs() + (epochNs - firstEpochNs));
    }

    void set(final long ns) {
        nowNs = ns;
    }
}
