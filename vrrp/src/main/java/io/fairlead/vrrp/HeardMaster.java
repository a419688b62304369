package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What a backup knows of the master, also of one whose priority is too low to follow: is it alive, and why would we replace it? */
final class HeardMaster {

    private final RouterTimers timers;
    private long silentSinceNs;
    private long lowerSinceNs;
    private @Nullable Advertisement last;
    private boolean isLower;
    private boolean isGone;

    HeardMaster(final RouterTimers timers) {
        this.timers = timers;
    }

    /** Nothing is known; silence is counted from now. */
    void reset(final long nowNs) {
        silentSinceNs = nowNs;
        last = null;
        isLower = false;
        isGone = false;
    }

    /** One to follow. */
    void advertised(final Advertisement advertisement, final long nowNs) {
        heard(advertisement, nowNs);
        isLower = false;
    }

    /**
     * One that would be preempted.
     *
     * @return whether that is news: before, there was none, or another one
     */
    boolean advertisedLower(final Advertisement advertisement, final long nowNs) {
        final boolean isNews =
                !isLower || last == null || !advertisement.source().equals(last.source());
        heard(advertisement, nowNs);
        lower(nowNs);
        return isNews;
    }

    /** Whoever is master is too low from now on. */
    void lower(final long nowNs) {
        if (!isLower) {
            isLower = true;
            lowerSinceNs = nowNs;
        }
    }

    void resigned(final Advertisement advertisement, final long nowNs) {
        advertised(advertisement, nowNs);
        isGone = true;
    }

    private void heard(final Advertisement advertisement, final long nowNs) {
        silentSinceNs = nowNs;
        last = advertisement;
        isGone = false;
    }

    void forget() {
        isGone = true;
    }

    /** The last advertisement of a master that is alive. */
    @Nullable
    Advertisement living(final long nowNs) {
        return last != null && !isGone && nowNs - silentSinceNs < timers.masterDownIntervalNs(last) ? last : null;
    }

    boolean isAlive(final long nowNs) {
        return living(nowNs) != null;
    }

    /** When {@link #isAlive} turns false without another advertisement; no deadline if it is false already. */
    long aliveUntilNs(final long nowNs) {
        final Advertisement alive = living(nowNs);
        return alive == null ? VirtualRouter.NO_DEADLINE : silentSinceNs + timers.masterDownIntervalNs(alive);
    }

    long silentSinceNs() {
        return silentSinceNs;
    }

    /** Since when the master has been one that would be preempted; without meaning if it is not. */
    long lowerSinceNs() {
        return lowerSinceNs;
    }

    @Nullable
    IpAddress address() {
        return last == null || isGone ? null : last.source();
    }

    /** Why to replace it now. */
    TransitionCause cause(final long nowNs) {
        if (last == null) {
            return TransitionCause.masterDown(null, nowNs - silentSinceNs);
        }
        if (last.isResignation()) {
            return TransitionCause.masterResigned(last.source());
        }
        return isAlive(nowNs)
                ? TransitionCause.preemption(timers.priority(), last)
                : TransitionCause.masterDown(last.source(), nowNs - silentSinceNs);
    }
}
