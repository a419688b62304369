package io.fairlead.vrrp.auth;

import java.util.concurrent.TimeUnit;

/**
 * The 64 bits that order trailers: seconds since 1970 in the upper 32, 1/65536 of a second in 16, a counter in 16. They are compared by serial
 * number arithmetic (RFC 1982), so that the year 2106 is a day like any other.
 */
final class TrailerSequence {

    private static final long NANOSECONDS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS_SHIFT = 32;
    private static final int FRACTION_SHIFT = 16;

    private TrailerSequence() {}

    /** The least sequence of a moment. */
    static long of(final long epochNs) {
        final long seconds = Math.floorDiv(epochNs, NANOSECONDS_PER_SECOND);
        final long fraction =
                (Math.floorMod(epochNs, NANOSECONDS_PER_SECOND) << FRACTION_SHIFT) / NANOSECONDS_PER_SECOND;
        return seconds << SECONDS_SHIFT | fraction << FRACTION_SHIFT;
    }

    static boolean isAfter(final long sequence, final long other) {
        return sequence - other > 0;
    }

    /** How many seconds later than the other one; negative if earlier. */
    static long secondsAfter(final long sequence, final long other) {
        return (int) ((sequence >>> SECONDS_SHIFT) - (other >>> SECONDS_SHIFT));
    }
}
