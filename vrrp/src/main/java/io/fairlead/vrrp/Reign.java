package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;

/** What a master sends while it is one (RFC 9568 section 6.4.3): an advertisement per interval, answers to lower masters, announcements. */
final class Reign {

    private static final long LOWER_LOG_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final VirtualRouterConfig config;
    private final RouterTimers timers;
    private final VrrpLogLines lines;
    private final AnnouncementSchedule announcements;
    private long lastAdvertisementNs;
    private boolean owesAnswer;
    private long nextAnswerNs;
    private long nextLowerLogNs;

    Reign(final VirtualRouterConfig config, final RouterTimers timers, final VrrpLogLines lines) {
        this.config = config;
        this.timers = timers;
        this.lines = lines;
        announcements = new AnnouncementSchedule(config.announcements());
    }

    void begin(final long nowNs, final VirtualRouterOutput out) {
        owesAnswer = false;
        nextAnswerNs = nowNs;
        nextLowerLogNs = nowNs;
        advertise(nowNs, out);
        announcements.takeover(nowNs, out);
    }

    /** Out of turn as well: the next one is due an interval later. */
    void advertise(final long nowNs, final VirtualRouterOutput out) {
        lastAdvertisementNs = nowNs;
        out.sendAdvertisement(timers.priority());
    }

    /**
     * Somebody who should follow has advertised. RFC 3768 says discard; RFC 9568 knows that the sender has drawn the switches' paths to itself, and
     * clients too. At most one answer per interval, but one that comes too early is given later, for it may be the sender's last.
     */
    void answer(final Advertisement lower, final long nowNs, final VirtualRouterOutput out) {
        if (nowNs >= nextLowerLogNs) {
            nextLowerLogNs = nowNs + LOWER_LOG_INTERVAL_NS;
            out.log(lines.receivedLower(lower));
        }
        owesAnswer = true;
        answerIfDue(nowNs, out);
    }

    private void answerIfDue(final long nowNs, final VirtualRouterOutput out) {
        if (owesAnswer && nowNs >= nextAnswerNs) {
            owesAnswer = false;
            nextAnswerNs = nowNs + config.advertisementIntervalNs();
            advertise(nowNs, out);
            announcements.reassert(nowNs, out);
        }
    }

    void poll(final long nowNs, final VirtualRouterOutput out) {
        answerIfDue(nowNs, out);
        if (nowNs >= nextAdvertisementNs()) {
            advertise(nowNs, out);
        }
        announcements.poll(nowNs, out);
    }

    private long nextAdvertisementNs() {
        return lastAdvertisementNs + config.advertisementIntervalNs();
    }

    long nextDeadlineNs() {
        final long answerNs = owesAnswer ? nextAnswerNs : VirtualRouter.NO_DEADLINE;
        return Math.min(Math.min(nextAdvertisementNs(), answerNs), announcements.nextDeadlineNs());
    }

    /** Since the last advertisement, has another one had the time to become master? */
    boolean hasLapsed(final long nowNs) {
        return nowNs - lastAdvertisementNs > timers.reignNs();
    }

    /** Ends it with the advertisement that spares the others the master-down interval. */
    void resign(final VirtualRouterOutput out) {
        out.sendAdvertisement(Advertisement.PRIORITY_RESIGN);
        out.log(lines.sentPriority0());
        end();
    }

    /** Ends it without a word. */
    void end() {
        announcements.stop();
    }
}
