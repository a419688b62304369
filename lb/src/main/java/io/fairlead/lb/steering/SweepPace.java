package io.fairlead.lb.steering;

/**
 * How many entries of a table are due for a look, so that a pass takes the same time whether frames are many or few: a busy data
 * path must not pay for it with every duty cycle, and an idle one must not take an hour. Allocates nothing.
 */
final class SweepPace {

    /** Time for one pass over the whole table, unless the data path was held up. */
    static final long PASS_NS = 30_000_000_000L;

    private static final int MAX_ENTRIES = 16_384;

    private final long nsPerEntry;
    private long sweptUntilNs;

    SweepPace(final int capacity) {
        nsPerEntry = Math.max(1, PASS_NS / capacity);
    }

    void start(final long nowNs) {
        sweptUntilNs = nowNs;
    }

    int due(final long nowNs) {
        final long entries = (nowNs - sweptUntilNs) / nsPerEntry;
        if (entries > MAX_ENTRIES) {
            sweptUntilNs = nowNs;
            return MAX_ENTRIES;
        }
        sweptUntilNs += entries * nsPerEntry;
        return (int) entries;
    }
}
