package io.fairlead.vrrp;

/**
 * When the addresses of a master are announced: a burst at takeover, a second one a little later, one whenever somebody of lower priority has
 * advertised, then a refresh now and then if configured. Pure. The same schedule serves unsolicited neighbour advertisements.
 */
final class AnnouncementSchedule {

    private final AnnouncementConfig config;
    private int burstLeft;
    private long nextOfBurstNs = VirtualRouter.NO_DEADLINE;
    private int repeatBurst;
    private long repeatDeadlineNs = VirtualRouter.NO_DEADLINE;
    private long refreshDeadlineNs = VirtualRouter.NO_DEADLINE;

    AnnouncementSchedule(final AnnouncementConfig config) {
        this.config = config;
    }

    void takeover(final long nowNs, final VirtualRouterOutput out) {
        stop();
        scheduleRepeat(config.burst(), config.repeatDelayNs(), nowNs);
        burst(config.burst(), nowNs, out);
    }

    /** A burst out of turn: somebody else has drawn the paths to itself. */
    void reassert(final long nowNs, final VirtualRouterOutput out) {
        if (config.lowerPriorityBurst() == 0) {
            return;
        }
        // one that is due already serves, else a neighbour that never stops would put it off for ever
        if (repeatDeadlineNs == VirtualRouter.NO_DEADLINE) {
            scheduleRepeat(config.lowerPriorityBurst(), config.lowerPriorityRepeatDelayNs(), nowNs);
        }
        burst(config.lowerPriorityBurst(), nowNs, out);
    }

    void stop() {
        burstLeft = 0;
        nextOfBurstNs = VirtualRouter.NO_DEADLINE;
        repeatDeadlineNs = VirtualRouter.NO_DEADLINE;
        refreshDeadlineNs = VirtualRouter.NO_DEADLINE;
    }

    void poll(final long nowNs, final VirtualRouterOutput out) {
        if (nowNs >= repeatDeadlineNs) {
            repeatDeadlineNs = VirtualRouter.NO_DEADLINE;
            burst(repeatBurst, nowNs, out);
        } else if (nowNs >= refreshDeadlineNs) {
            burst(config.refreshBurst(), nowNs, out);
        } else if (nowNs >= nextOfBurstNs) {
            announceOne(nowNs, out);
        }
    }

    long nextDeadlineNs() {
        return Math.min(nextOfBurstNs, Math.min(repeatDeadlineNs, refreshDeadlineNs));
    }

    private void burst(final int times, final long nowNs, final VirtualRouterOutput out) {
        refreshDeadlineNs =
                config.refreshIntervalNs() == 0 ? VirtualRouter.NO_DEADLINE : nowNs + config.refreshIntervalNs();
        if (config.spacingNs() == 0) {
            out.announceAddresses(times);
            return;
        }
        // one that is still going out goes on
        burstLeft = Math.max(burstLeft, times);
        announceOne(nowNs, out);
    }

    private void announceOne(final long nowNs, final VirtualRouterOutput out) {
        burstLeft--;
        nextOfBurstNs = burstLeft == 0 ? VirtualRouter.NO_DEADLINE : nowNs + config.spacingNs();
        out.announceAddresses(1);
    }

    private void scheduleRepeat(final int times, final long delayNs, final long nowNs) {
        repeatBurst = times;
        repeatDeadlineNs = delayNs == 0 ? VirtualRouter.NO_DEADLINE : nowNs + delayNs;
    }
}
