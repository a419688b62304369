package io.fairlead.vrrp;

/**
 * The intervals of RFC 9568 section 6.1, which follow the effective priority and, in version 3, what the master says of its interval. In version 2
 * all intervals are the same, so there is nothing to learn.
 */
final class RouterTimers {

    private final VirtualRouterConfig config;
    private int priority;
    private long activeIntervalNs;

    RouterTimers(final VirtualRouterConfig config) {
        this.config = config;
        priority = config.priority();
        activeIntervalNs = config.advertisementIntervalNs();
    }

    /** The effective priority. */
    int priority() {
        return priority;
    }

    void changePriority(final int effective) {
        priority = effective;
    }

    /** Active_Adver_Interval: how often the master advertises. */
    long activeIntervalNs() {
        return activeIntervalNs;
    }

    void learn(final Advertisement followed) {
        activeIntervalNs = followed.advertisementIntervalNs();
    }

    /** Nobody is followed (any more): our own interval counts. */
    void forget() {
        activeIntervalNs = config.advertisementIntervalNs();
    }

    /** Skew_Time. */
    long skewTimeNs() {
        return config.version().skewTimeNs(priority, activeIntervalNs);
    }

    /** Active_Down_Interval. */
    long masterDownIntervalNs() {
        return config.version().masterDownIntervalNs(priority, activeIntervalNs);
    }

    /** The same for a master that is heard but not followed: it is measured by its own interval. */
    long masterDownIntervalNs(final Advertisement heard) {
        return config.version().masterDownIntervalNs(priority, heard.advertisementIntervalNs());
    }

    /**
     * After this long without an advertisement of ours another one may be master: the others have learned our interval. A priority that was lowered
     * while master does not make it longer, for then the others are the quicker ones.
     */
    long reignNs() {
        return config.version()
                .masterDownIntervalNs(Math.max(priority, config.priority()), config.advertisementIntervalNs());
    }

    /** What a backup hears at least once if there is a master, and no advertisement is lost. */
    long oneAdvertisementNs() {
        return activeIntervalNs + skewTimeNs();
    }
}
