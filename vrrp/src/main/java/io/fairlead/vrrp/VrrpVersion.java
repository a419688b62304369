package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;

/** What differs between the versions of the protocol, as far as timers go. */
public enum VrrpVersion {

    /** RFC 3768: intervals in whole seconds, one byte on the wire. */
    V2(2, TimeUnit.SECONDS.toNanos(1), 255);

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
     * @return 2
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
     * Skew_Time (RFC 3768 section 6.1): the higher the priority, the sooner.
     *
     * @param priority of the waiting router
     * @return (256 - priority) / 256 s
     */
    public long skewTimeNs(final int priority) {
        return (PRIORITIES - priority) * intervalUnitNs / PRIORITIES;
    }

    /**
     * Master_Down_Interval (RFC 3768 section 6.1).
     *
     * @param priority of the waiting router
     * @param advertisementIntervalNs of the master
     * @return three intervals and the skew time
     */
    public long masterDownIntervalNs(final int priority, final long advertisementIntervalNs) {
        return MASTER_DOWN_ADVERTISEMENTS * advertisementIntervalNs + skewTimeNs(priority);
    }
}
