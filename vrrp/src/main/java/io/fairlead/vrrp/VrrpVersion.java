package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;

/** What differs between the versions of the protocol, as far as timers go. */
public enum VrrpVersion {

    /** RFC 3768: intervals in whole seconds, one byte on the wire; the skew time does not depend on the interval. */
    V2(2, TimeUnit.SECONDS.toNanos(1), 255) {
        @Override
        public long skewTimeNs(final int priority, final long advertisementIntervalNs) {
            return skewOf(priority, TimeUnit.SECONDS.toNanos(1));
        }
    },

    /** RFC 9568, and RFC 5798 before it: intervals in centiseconds, twelve bits on the wire; the skew time is a part of the interval. */
    V3(3, TimeUnit.MILLISECONDS.toNanos(10), 4095) {
        @Override
        public long skewTimeNs(final int priority, final long advertisementIntervalNs) {
            return skewOf(priority, advertisementIntervalNs);
        }
    };

    private static final int MASTER_DOWN_ADVERTISEMENTS = 3;
    private static final int PRIORITIES = 256;

    private final int number;
    private final long intervalUnitNs;
    private final int maxIntervalUnits;

    VrrpVersion(final int number, final long intervalUnitNs, final int maxIntervalUnits) {
        this.number = number;
        this.intervalUnitNs = intervalUnitNs;
        this.maxIntervalUnits = maxIntervalUnits;
    }

    /**
     * The number in the first four bits of an advertisement.
     *
     * @return 2 or 3
     */
    public int number() {
        return number;
    }

    /**
     * What one unit of the interval field stands for.
     *
     * @return nanoseconds
     */
    public long intervalUnitNs() {
        return intervalUnitNs;
    }

    /**
     * Can the interval field carry this interval exactly?
     *
     * @param intervalNs between two advertisements
     * @return false if it is no multiple of the unit, or too short or too long
     */
    public boolean isRepresentable(final long intervalNs) {
        return intervalNs > 0 && intervalNs % intervalUnitNs == 0 && intervalNs / intervalUnitNs <= maxIntervalUnits;
    }

    /**
     * Skew_Time (RFC 3768 section 6.1, RFC 9568 section 6.1): the higher the priority, the sooner.
     *
     * @param priority of the waiting router
     * @param advertisementIntervalNs of the master; plays no part in version 2
     * @return (256 - priority) / 256 of a second in version 2, of the interval in version 3
     */
    public abstract long skewTimeNs(int priority, long advertisementIntervalNs);

    /**
     * Master_Down_Interval (Active_Down_Interval in RFC 9568 section 6.1).
     *
     * @param priority of the waiting router
     * @param advertisementIntervalNs of the master
     * @return three intervals and the skew time
     */
    public long masterDownIntervalNs(final int priority, final long advertisementIntervalNs) {
        return MASTER_DOWN_ADVERTISEMENTS * advertisementIntervalNs + skewTimeNs(priority, advertisementIntervalNs);
    }

    private static long skewOf(final int priority, final long unitNs) {
        return (PRIORITIES - priority) * unitNs / PRIORITIES;
    }
}
