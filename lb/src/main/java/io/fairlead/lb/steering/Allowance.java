package io.fairlead.lb.steering;

/** So many a second, and a few at once: a token bucket. Belongs to one data-path thread; allocates nothing. */
final class Allowance {

    private final int mostAtOnce;
    private final long nanosEach;
    private int left;
    private long earnedUntilNs;

    Allowance(final int mostAtOnce, final long nanosEach) {
        this.mostAtOnce = mostAtOnce;
        this.nanosEach = nanosEach;
        left = mostAtOnce;
    }

    void start(final long nowNs) {
        earnedUntilNs = nowNs;
    }

    void earn(final long nowNs) {
        final long earned = (nowNs - earnedUntilNs) / nanosEach;
        if (earned > 0) {
            left = (int) Math.min(mostAtOnce, left + earned);
            earnedUntilNs += earned * nanosEach;
        }
    }

    boolean isUsedUp() {
        return left == 0;
    }

    void use() {
        left--;
    }
}
