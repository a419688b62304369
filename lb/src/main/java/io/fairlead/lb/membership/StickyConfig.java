package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Times of the sticky replication.
 *
 * @param batchDelayNs how long an assignment may wait for others before it is sent
 * @param snapshotIntervalNs between two snapshots that nobody asked for
 * @param minSnapshotGapNs between the starts of two snapshots, asked for or not
 * @param burstGapNs between two bursts of snapshot chunks
 * @param chunksPerBurst snapshot chunks that are sent at once
 * @param requestDelayNs how long a node that missed something waits for a snapshot before it asks (again)
 */
public record StickyConfig(
        long batchDelayNs,
        long snapshotIntervalNs,
        long minSnapshotGapNs,
        long burstGapNs,
        int chunksPerBurst,
        long requestDelayNs) {

    /** 50 ms; 5 s and 200 ms; 8 chunks each 5 ms, which is 256,000 assignments of IPv4 clients a second, or 100,800 of IPv6 ones; 200 ms. */
    public static final StickyConfig DEFAULT = new StickyConfig(
            MILLISECONDS.toNanos(50),
            SECONDS.toNanos(5),
            MILLISECONDS.toNanos(200),
            MILLISECONDS.toNanos(5),
            8,
            MILLISECONDS.toNanos(200));
}
