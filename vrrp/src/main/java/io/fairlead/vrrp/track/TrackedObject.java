package io.fairlead.vrrp.track;

/**
 * Something that a virtual router's priority depends on, like a link or a command's exit code: is it up? The first result is believed at once; until
 * then it counts as up, since a node that starts listens for a master-down interval anyway. Later ones are debounced.
 *
 * <p>Pure: results are handed in. Not thread-safe.
 */
public final class TrackedObject {

    /** What {@link #nextDeadlineNs} says when there is nothing to wait for. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final int MAX_WEIGHT = 253;

    private final String name;
    private final int weight;
    private final Debounce debounce;
    private boolean isKnown;
    private boolean isUp = true;
    private int contrary;
    private long contrarySinceNs;

    /**
     * Something of which nothing is known yet.
     *
     * @param name for people, like "command check-squid"
     * @param weight 0: while it is down, the router is in fault; positive: added to the priority while it is up; negative: added while it is down
     * @param debounce when a result is believed
     * @throws IllegalArgumentException if the weight is outside -253 to 253
     */
    public TrackedObject(final String name, final int weight, final Debounce debounce) {
        if (Math.abs(weight) > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " of " + name + " is outside -253 to 253");
        }
        this.name = name;
        this.weight = weight;
        this.debounce = debounce;
    }

    /**
     * What it is called.
     *
     * @return for people
     */
    public String name() {
        return name;
    }

    /**
     * What it means for the priority.
     *
     * @return -253 to 253
     */
    public int weight() {
        return weight;
    }

    /**
     * What is believed.
     *
     * @return whether it is up
     */
    public boolean isUp() {
        return isUp;
    }

    /** What it adds to the priority now. */
    int contribution() {
        return (weight > 0) == isUp ? weight : 0;
    }

    /**
     * Somebody has looked.
     *
     * @param result whether it was up
     * @param nowNs the time
     * @return whether {@link #isUp} has changed
     */
    public boolean onResult(final boolean result, final long nowNs) {
        if (!isKnown) {
            isKnown = true;
            final boolean isNews = result != isUp;
            isUp = result;
            return isNews;
        }
        if (result == isUp) {
            contrary = 0;
            return false;
        }
        if (contrary == 0) {
            contrarySinceNs = nowNs;
        }
        contrary++;
        return poll(nowNs);
    }

    /**
     * Has the last result lasted long enough?
     *
     * @param nowNs the time
     * @return whether {@link #isUp} has changed
     */
    public boolean poll(final long nowNs) {
        if (nowNs < nextDeadlineNs()) {
            return false;
        }
        isUp = !isUp;
        contrary = 0;
        return true;
    }

    /**
     * When {@link #poll} is to be called.
     *
     * @return the time, or {@link #NO_DEADLINE}
     */
    public long nextDeadlineNs() {
        final boolean isEnough = contrary > 0 && contrary >= (isUp ? debounce.fall() : debounce.rise());
        return isEnough ? contrarySinceNs + (isUp ? debounce.fallHoldNs() : debounce.riseHoldNs()) : NO_DEADLINE;
    }
}
