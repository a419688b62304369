package io.fairlead.vrrp;

/**
 * When the addresses of a master are announced: a burst at takeover, a second one a little later, then a refresh now and then if configured.
 * Pure. The same schedule serves unsolicited neighbour advertisements.
 */
final class AnnouncementSchedule {

    private final AnnouncementConfig config;
    private long repeatDeadlineNs = VirtualRouter.NO_DEADLINE;
    private long refreshDeadlineNs = VirtualRouter.NO_DEADLINE;

    AnnouncementSchedule(final AnnouncementConfig config) {
        this.config = config;
    }

    void takeover(final long nowNs, final VirtualRouterOutput out) {
        repeatDeadlineNs = config.repeatDelayNs() == 0 ? VirtualRouter.NO_DEADLINE : nowNs + config.repeatDelayNs();
        scheduleRefresh(nowNs);
        out.announceAddresses(config.burst());
    }

    /** A burst out of turn: somebody else announced the addresses. */
    void reassert(final VirtualRouterOutput out) {
        out.announceAddresses(config.burst());
    }

    void stop() {
        repeatDeadlineNs = VirtualRouter.NO_DEADLINE;
        refreshDeadlineNs = VirtualRouter.NO_DEADLINE;
    }

    void poll(final long nowNs, final VirtualRouterOutput out) {
        if (nowNs >= repeatDeadlineNs) {
            repeatDeadlineNs = VirtualRouter.NO_DEADLINE;
            scheduleRefresh(nowNs);
            out.announceAddresses(config.burst());
        } else if (nowNs >= refreshDeadlineNs) {
            scheduleRefresh(nowNs);
            out.announceAddresses(1);
        }
    }

    long nextDeadlineNs() {
        return Math.min(repeatDeadlineNs, refreshDeadlineNs);
    }

    private void scheduleRefresh(final long nowNs) {
        refreshDeadlineNs =
                config.refreshIntervalNs() == 0 ? VirtualRouter.NO_DEADLINE : nowNs + config.refreshIntervalNs();
    }
}
