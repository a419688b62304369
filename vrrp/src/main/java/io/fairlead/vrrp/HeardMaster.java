package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What a backup knows of the master, also of one whose priority is too low to follow: is it alive, and why would we replace it? */
final class HeardMaster {

    private final VirtualRouterConfig config;
    private long silentSinceNs;
    private @Nullable Advertisement last;
    private boolean isGone;

    HeardMaster(final VirtualRouterConfig config) {
        this.config = config;
    }

    /** Nothing is known; silence is counted from now. */
    void reset(final long nowNs) {
        silentSinceNs = nowNs;
        last = null;
        isGone = false;
    }

    void advertised(final Advertisement advertisement, final long nowNs) {
        silentSinceNs = nowNs;
        last = advertisement;
        isGone = false;
    }

    void resigned(final Advertisement advertisement, final long nowNs) {
        advertised(advertisement, nowNs);
        isGone = true;
    }

    void forget() {
        isGone = true;
    }

    boolean isAlive(final long nowNs) {
        return last != null && !isGone && nowNs - silentSinceNs < config.masterDownIntervalNs();
    }

    /** When {@link #isAlive} turns false without another advertisement; no deadline if it is false already. */
    long aliveUntilNs(final long nowNs) {
        return isAlive(nowNs) ? silentSinceNs + config.masterDownIntervalNs() : VirtualRouter.NO_DEADLINE;
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
                ? TransitionCause.preemption(config.priority(), last)
                : TransitionCause.masterDown(last.source(), nowNs - silentSinceNs);
    }
}
