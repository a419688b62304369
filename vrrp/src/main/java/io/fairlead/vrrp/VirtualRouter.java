package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of RFC 3768 section 6.4, with preparation before mastership and distrust of a clock that jumped; {@code docs/vrrp.md} lists
 * states, timers and deviations.
 *
 * <p>Pure: time is passed in, monotonic nanoseconds; everything it wants done goes to the output, in order. Call {@link #poll} at
 * {@link #nextDeadlineNs} at the latest, but hand in first what has been received: an advertisement that waits in a queue was heard. Not thread-safe; belongs to the conductor.
 */
public final class VirtualRouter {

    /** What {@link #nextDeadlineNs} says when there is nothing to wait for. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** A backup is polled once per interval; twice that means it was not running, so it was not listening either. */
    private static final int BACKUP_GAP_INTERVALS = 2;

    private final VirtualRouterConfig config;
    private final VrrpLogLines lines;
    private final AnnouncementSchedule announcements;
    private final HeardMaster heard;
    private final TakeoverPreparation preparation;

    private VirtualRouterState state = INITIALIZE;
    private long lastActivityNs;
    private long masterDownDeadlineNs = NO_DEADLINE;
    private long lastAdvertisementNs;
    private long nextAnswerNs;

    /**
     * A router that is not started.
     *
     * @param config what it is to do
     */
    public VirtualRouter(final VirtualRouterConfig config) {
        this.config = config;
        lines = new VrrpLogLines(config.vrid());
        announcements = new AnnouncementSchedule(config.announcements());
        heard = new HeardMaster(config);
        preparation = new TakeoverPreparation(config, heard);
    }

    /**
     * Where it is.
     *
     * @return the state
     */
    public VirtualRouterState state() {
        return state;
    }

    /**
     * What it was told.
     *
     * @return the configuration
     */
    public VirtualRouterConfig config() {
        return config;
    }

    /**
     * The director as far as it is known here: ourselves, or whoever advertised within the master-down interval.
     *
     * @return its address; null if nobody is, or nobody was heard
     */
    public @Nullable IpAddress masterAddress() {
        return state == MASTER ? config.localAddress() : heard.address();
    }

    /**
     * Starts to listen: whatever the priority, 255 included, nobody is master before it has listened. Also ends a fault.
     *
     * @param nowNs the time
     * @param out what to do
     * @throws IllegalStateException if it runs already
     */
    public void start(final long nowNs, final VirtualRouterOutput out) {
        if (state != INITIALIZE) {
            throw new IllegalStateException("virtual router " + config.vrid() + " runs already");
        }
        lastActivityNs = nowNs;
        heard.reset(nowNs);
        masterDownDeadlineNs = nowNs + config.startupDelayNs() + config.masterDownIntervalNs();
        out.log(lines.enteringBackupAtStart());
        changeState(BACKUP, TransitionCause.started(), out);
    }

    /**
     * Stops for good or until {@link #start}; a master resigns.
     *
     * @param nowNs the time
     * @param out what to do
     */
    public void stop(final long nowNs, final VirtualRouterOutput out) {
        leave(TransitionCause.stopped(), nowNs, out);
    }

    /**
     * Stops because this node cannot be director now, until {@link #start}; a master resigns.
     *
     * @param reason for people, like "link of eth0 is down"
     * @param nowNs the time
     * @param out what to do
     */
    public void fault(final String reason, final long nowNs, final VirtualRouterOutput out) {
        if (state != INITIALIZE) {
            out.log(lines.enteringFault());
        }
        leave(TransitionCause.fault(reason), nowNs, out);
    }

    private void leave(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (state == INITIALIZE) {
            return;
        }
        // a master that slept is none any more and must not send a resignation into someone else's reign
        checkClock(nowNs, out);
        final boolean wasMaster = state == MASTER;
        if (wasMaster) {
            out.sendAdvertisement(Advertisement.PRIORITY_RESIGN);
            out.log(lines.sentPriority0());
            announcements.stop();
        }
        final boolean wasPreparing = cancelTakeover(cause, out);
        masterDownDeadlineNs = NO_DEADLINE;
        heard.reset(nowNs);
        changeState(INITIALIZE, cause, out);
        if (wasMaster || wasPreparing) {
            out.disarm();
        }
    }

    /**
     * The preparation that was asked for is done: announce. Ignored if that takeover was cancelled or has happened.
     *
     * @param takeoverId of the preparation
     * @param nowNs the time
     * @param out what to do
     */
    public void takeoverPrepared(final long takeoverId, final long nowNs, final VirtualRouterOutput out) {
        if (state == INITIALIZE) {
            return;
        }
        checkClock(nowNs, out);
        if (preparation.isUnderWay(takeoverId)) {
            becomeMaster(nowNs, out);
        }
    }

    /**
     * An advertisement has come in.
     *
     * @param advertisement as decoded
     * @param nowNs the time
     * @param out what to do
     * @return what was made of it, to be counted
     */
    public AdvertisementVerdict onAdvertisement(
            final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        final AdvertisementVerdict verdict = AdvertisementCheck.verdict(config, advertisement);
        if (!verdict.isAccepted() || state == INITIALIZE) {
            return verdict;
        }
        checkClock(nowNs, out);
        if (state == MASTER) {
            onAdvertisementAsMaster(advertisement, nowNs, out);
        } else {
            onAdvertisementAsBackup(advertisement, nowNs, out);
        }
        return verdict;
    }

    private void onAdvertisementAsMaster(
            final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        if (advertisement.isResignation()) {
            // the others wait for skew only: tell them at once that there is a master
            advertise(nowNs, out);
        } else if (isBetter(advertisement)) {
            out.log(lines.masterReceivedBetter(advertisement, config.priority()));
            heard.advertised(advertisement, nowNs);
            announcements.stop();
            listen(nowNs);
            out.log(lines.enteringBackup());
            changeState(BACKUP, TransitionCause.betterMaster(advertisement), out);
            out.disarm();
        } else if (nowNs >= nextAnswerNs) {
            // RFC 3768 says discard; but its sender has just drawn the switches' paths to itself
            out.log(lines.receivedLower(advertisement));
            nextAnswerNs = nowNs + config.advertisementIntervalNs();
            advertise(nowNs, out);
            announcements.reassert(out);
        }
    }

    private boolean isBetter(final Advertisement advertisement) {
        return advertisement.priority() > config.priority()
                || (advertisement.priority() == config.priority()
                        && advertisement.source().compareTo(config.localAddress()) > 0);
    }

    private void onAdvertisementAsBackup(
            final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        if (advertisement.isResignation()) {
            out.log(lines.backupReceivedPriority0());
            heard.resigned(advertisement, nowNs);
            if (preparation.isUnderWay()) {
                preparation.hurry(nowNs, out);
            } else {
                masterDownDeadlineNs = nowNs + config.skewTimeNs();
            }
            return;
        }
        heard.advertised(advertisement, nowNs);
        if (config.preempt() && advertisement.priority() < config.priority()) {
            out.log(lines.receivedLower(advertisement));
            return;
        }
        listen(nowNs);
        if (cancelTakeover(TransitionCause.betterMaster(advertisement), out)) {
            out.disarm();
        }
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time
     * @param out what to do
     */
    public void poll(final long nowNs, final VirtualRouterOutput out) {
        if (state == INITIALIZE) {
            return;
        }
        checkClock(nowNs, out);
        if (state == MASTER) {
            if (nowNs >= nextAdvertisementNs()) {
                advertise(nowNs, out);
            }
            announcements.poll(nowNs, out);
        } else if (preparation.isDue(nowNs)) {
            becomeMaster(nowNs, out);
        } else if (preparation.isUnderWay()) {
            preparation.hurry(nowNs, out);
        } else if (nowNs >= masterDownDeadlineNs) {
            masterDown(nowNs, out);
        }
    }

    private void masterDown(final long nowNs, final VirtualRouterOutput out) {
        masterDownDeadlineNs = NO_DEADLINE;
        if (config.priority() == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR) {
            heard.forget();
            return;
        }
        out.log(lines.advertisementTimeout());
        preparation.begin(nowNs, out);
    }

    private void becomeMaster(final long nowNs, final VirtualRouterOutput out) {
        final Takeover prepared = preparation.take();
        if (prepared == null) {
            return;
        }
        nextAnswerNs = nowNs;
        out.log(lines.enteringMaster());
        changeState(MASTER, prepared.cause(), out);
        advertise(nowNs, out);
        announcements.takeover(nowNs, out);
    }

    private void advertise(final long nowNs, final VirtualRouterOutput out) {
        lastAdvertisementNs = nowNs;
        out.sendAdvertisement(config.priority());
    }

    private long nextAdvertisementNs() {
        return lastAdvertisementNs + config.advertisementIntervalNs();
    }

    /** Was one under way? The caller disarms, before or after. */
    private boolean cancelTakeover(final TransitionCause cause, final VirtualRouterOutput out) {
        final Takeover cancelled = preparation.take();
        if (cancelled != null) {
            out.takeoverCancelled(cancelled, cause);
        }
        return cancelled != null;
    }

    private void listen(final long nowNs) {
        masterDownDeadlineNs = nowNs + config.masterDownIntervalNs();
    }

    /**
     * Time slept is not time listened. A master is measured by its last advertisement, for that is when the others' timers began: once its own
     * master-down interval is over, another one may be master.
     */
    private void checkClock(final long nowNs, final VirtualRouterOutput out) {
        final long inactiveNs = nowNs - lastActivityNs;
        lastActivityNs = nowNs;
        if (state == MASTER) {
            if (nowNs - lastAdvertisementNs > config.masterDownIntervalNs()) {
                out.disarm();
                final TransitionCause cause = TransitionCause.clockGap(inactiveNs);
                announcements.stop();
                heard.reset(nowNs);
                listen(nowNs);
                out.log(lines.slept(cause));
                out.log(lines.enteringBackup());
                changeState(BACKUP, cause, out);
            }
        } else if (inactiveNs > BACKUP_GAP_INTERVALS * config.advertisementIntervalNs()) {
            listenAfterGap(inactiveNs, nowNs, out);
        }
    }

    private void listenAfterGap(final long gapNs, final long nowNs, final VirtualRouterOutput out) {
        final TransitionCause cause = TransitionCause.clockGap(gapNs);
        if (preparation.isUnderWay()) {
            out.disarm();
            cancelTakeover(cause, out);
            heard.reset(nowNs);
            listen(nowNs);
        } else if (masterDownDeadlineNs != NO_DEADLINE) {
            masterDownDeadlineNs = Math.max(masterDownDeadlineNs, nowNs + config.masterDownIntervalNs());
        }
        out.log(lines.slept(cause));
    }

    private void changeState(
            final VirtualRouterState after, final TransitionCause cause, final VirtualRouterOutput out) {
        final VirtualRouterState before = state;
        state = after;
        out.stateChanged(before, after, cause);
    }

    /**
     * When {@link #poll} has to be called at the latest. A backup wakes once per interval although nothing is due, to notice when it did not.
     *
     * @return the time, or {@link #NO_DEADLINE}
     */
    public long nextDeadlineNs() {
        if (state == INITIALIZE) {
            return NO_DEADLINE;
        }
        if (state == MASTER) {
            return Math.min(nextAdvertisementNs(), announcements.nextDeadlineNs());
        }
        final long wakeUpNs = lastActivityNs + config.advertisementIntervalNs();
        if (preparation.isUnderWay()) {
            return Math.min(wakeUpNs, preparation.nextDeadlineNs(lastActivityNs));
        }
        return masterDownDeadlineNs == NO_DEADLINE ? NO_DEADLINE : Math.min(wakeUpNs, masterDownDeadlineNs);
    }
}
