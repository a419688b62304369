package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;

import io.fairlead.netstack.wire.IpAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of RFC 9568 section 6.4 (RFC 3768 for version 2), with preparation before mastership and distrust of a clock that jumped;
 * {@code docs/vrrp.md} lists states, timers and deviations.
 *
 * <p>Pure: time is passed in, monotonic nanoseconds; everything it wants done goes to the output, in order. Call {@link #poll} at
 * {@link #nextDeadlineNs} at the latest, but hand in first what has been received: an advertisement that waits in a queue was heard. Not thread-safe;
 * belongs to the conductor.
 */
public final class VirtualRouter {

    /** What {@link #nextDeadlineNs} says when there is nothing to wait for. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** A backup is polled once per interval; twice that means it was not running, so perhaps it was not listening either. */
    private static final int BACKUP_GAP_INTERVALS = 2;

    private static final int MAX_PRIORITY = 255;
    private static final long LOWER_LOG_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final VirtualRouterConfig config;
    private final TakeoverGate gate;
    private final VrrpLogLines lines;
    private final AnnouncementSchedule announcements;
    private final RouterTimers timers;
    private final MasterDownTimer masterDown = new MasterDownTimer();
    private final HeardMaster heard;
    private final TakeoverPreparation preparation;

    private VirtualRouterState state = INITIALIZE;
    private long startupEndsNs;
    private long lastActivityNs;
    private long lastAdvertisementNs;
    private boolean owesAnswer;
    private long nextAnswerNs;
    private long nextLowerLogNs;

    /**
     * A router that is not started, and waits for nobody.
     *
     * @param config what it is to do
     */
    public VirtualRouter(final VirtualRouterConfig config) {
        this(config, TakeoverGate.OPEN);
    }

    /**
     * A router that is not started.
     *
     * @param config what it is to do
     * @param gate who may make it wait before it takes over
     */
    public VirtualRouter(final VirtualRouterConfig config, final TakeoverGate gate) {
        this.config = config;
        this.gate = gate;
        lines = new VrrpLogLines(config.vrid());
        announcements = new AnnouncementSchedule(config.announcements());
        timers = new RouterTimers(config);
        heard = new HeardMaster(timers);
        preparation = new TakeoverPreparation(timers, heard);
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
     * What it compares with others and advertises: the configured priority until {@link #priorityChanged}.
     *
     * @return 0 to 255
     */
    public int effectivePriority() {
        return timers.priority();
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
     * Master_Down_Interval as it is now (Active_Down_Interval in RFC 9568): it follows the effective priority and the interval of the master.
     *
     * @return nanoseconds
     */
    public long masterDownIntervalNs() {
        return timers.masterDownIntervalNs();
    }

    /**
     * Is a master alive that it would not replace, or may it not be director at all? While one member of a sync group is in this state, no other
     * member is master.
     *
     * @param nowNs the time
     * @return true also before start and in a fault
     */
    public boolean isHeldDown(final long nowNs) {
        if (state == INITIALIZE || timers.priority() == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR) {
            return true;
        }
        if (state == MASTER || preparation.isUnderWay()) {
            return false;
        }
        final Advertisement master = heard.living(nowNs);
        return master != null && !isLower(master);
    }

    /**
     * Could it begin to take over as far as it alone is concerned? It is master already, prepares, has waited long enough for a master, or hears one
     * that it would preempt.
     *
     * @param nowNs the time
     * @return whether a sync group need not wait for it
     */
    public boolean isReadyToPrepare(final long nowNs) {
        if (isHeldDown(nowNs)) {
            return false;
        }
        return state == MASTER
                || preparation.isUnderWay()
                || masterDown.isOver(nowNs)
                || (heard.isAlive(nowNs) && nowNs >= preemptNotBeforeNs());
    }

    /**
     * Is it master, or could it be at once?
     *
     * @param nowNs the time
     * @return whether a sync group need not wait for it
     */
    public boolean isReadyToAnnounce(final long nowNs) {
        return state == MASTER || preparation.isPrepared(nowNs) || preparation.isDue(nowNs);
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
        startupEndsNs = nowNs + config.startupDelayNs() + timers.masterDownIntervalNs();
        listenAnew(nowNs);
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
            sendResignation(out);
        }
        final boolean wasPreparing = cancelTakeover(cause, out);
        masterDown.stop();
        heard.reset(nowNs);
        changeState(INITIALIZE, cause, out);
        if (wasMaster || wasPreparing) {
            out.disarm();
        }
    }

    private void sendResignation(final VirtualRouterOutput out) {
        out.sendAdvertisement(Advertisement.PRIORITY_RESIGN);
        out.log(lines.sentPriority0());
        announcements.stop();
    }

    /**
     * Gives way to whoever is there, and listens like a node that has just started: a master resigns, a preparation is cancelled. Clients are without
     * a director for the others' skew time; {@link #takeOver} on the successor spares them that.
     *
     * @param cause why
     * @param nowNs the time
     * @param out what to do
     */
    public void resign(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (state == INITIALIZE) {
            return;
        }
        checkClock(nowNs, out);
        if (state == MASTER) {
            sendResignation(out);
            listenAnew(nowNs);
            out.log(lines.enteringBackup());
            changeState(BACKUP, cause, out);
            out.disarm();
        } else if (cancelTakeover(cause, out)) {
            out.disarm();
            listenAnew(nowNs);
        }
    }

    /**
     * What is tracked, or an operator, has changed the priority. A master says so at once; a backup's timers follow.
     *
     * <p>0 says that this node must not be director now, so a master {@linkplain #resign resigns}: whatever it advertised instead, it would go on to
     * be director until somebody has taken over, and perhaps there is nobody. Who wants to be relieved without a gap, and can wait for it, asks for
     * 1: every other node that may preempt is above that, and prepares while this one goes on.
     *
     * @param effective 0 to 255
     * @param nowNs the time
     * @param out what to do
     * @throws IllegalArgumentException if it is none of these
     */
    public void priorityChanged(final int effective, final long nowNs, final VirtualRouterOutput out) {
        if (effective < 0 || effective > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority " + effective + " is outside 0-255");
        }
        final int before = timers.priority();
        if (effective == before) {
            return;
        }
        if (state == INITIALIZE) {
            timers.changePriority(effective);
            return;
        }
        checkClock(nowNs, out);
        final long skewBeforeNs = timers.skewTimeNs();
        timers.changePriority(effective);
        out.log(lines.changingPriority(before, effective));
        final boolean mayNot = effective == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR;
        if (mayNot && (state == MASTER || preparation.isUnderWay())) {
            resign(TransitionCause.resigned("effective priority is 0"), nowNs, out);
        } else if (state == MASTER) {
            advertise(nowNs, out);
        } else {
            priorityChangedAsBackup(timers.skewTimeNs() - skewBeforeNs, nowNs, out);
        }
    }

    private void priorityChangedAsBackup(final long skewChangeNs, final long nowNs, final VirtualRouterOutput out) {
        final Advertisement master = heard.living(nowNs);
        if (master != null && !isLower(master)) {
            follow(master, heard.silentSinceNs(), out);
        } else if (!preparation.isUnderWay() && !masterDown.isRunning()) {
            // it only watched until now
            listenAnew(nowNs);
        } else {
            if (master != null) {
                heard.lower(nowNs);
            }
            masterDown.moveBy(skewChangeNs);
        }
    }

    /**
     * Relieves the living master as planned: begins to prepare now, while it goes on. When that is done, this node advertises, and the master
     * steps down at the advertisement, be it ours or one that has never heard of this; so the effective priority must be above the master's
     * first ({@link #priorityChanged}), and stay there unless nobody preempts. Preemption need not be on, and its delay does not count.
     *
     * @param cause to be named
     * @param nowNs the time
     * @param out what to do
     * @return false if nothing was begun: it is not BACKUP, or hears no master of lower priority (if there is no master, the timer will see to it)
     */
    public boolean takeOver(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (!mayTakeOver(nowNs)) {
            return false;
        }
        checkClock(nowNs, out);
        if (!mayTakeOver(nowNs)) {
            return false;
        }
        if (preparation.isUnderWay()) {
            preparation.plan();
        } else {
            masterDown.stop();
            heard.lower(nowNs);
            out.log(lines.forcingElection(cause));
            preparation.beginPlanned(cause, nowNs, out);
        }
        return true;
    }

    /**
     * Would {@link #takeOver} begin?
     *
     * @param nowNs the time
     * @return false if it is not BACKUP, or hears no master of lower priority
     */
    public boolean mayTakeOver(final long nowNs) {
        final Advertisement master = heard.living(nowNs);
        return state == BACKUP && master != null && master.priority() < timers.priority();
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
            preparation.prepared();
            announceIfReady(nowNs, out);
        }
    }

    private boolean announceIfReady(final long nowNs, final VirtualRouterOutput out) {
        final boolean isReady =
                preparation.isDue(nowNs) || (preparation.isPrepared(nowNs) && gate.mayAnnounce(this, nowNs));
        if (isReady) {
            becomeMaster(nowNs, out);
        }
        return isReady;
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
            out.log(lines.masterReceivedBetter(advertisement, timers.priority()));
            // a last word, which the better one answers with announcements: after a split it may not know that our
            // clients have our address
            advertise(nowNs, out);
            announcements.stop();
            follow(advertisement, nowNs, out);
            out.log(lines.enteringBackup());
            changeState(BACKUP, TransitionCause.betterMaster(advertisement), out);
            out.disarm();
        } else {
            logLowerAsMaster(advertisement, nowNs, out);
            owesAnswer = true;
            answerIfDue(nowNs, out);
        }
    }

    /**
     * RFC 3768 says discard; RFC 9568 knows that the sender has drawn the switches' paths to itself, and clients too. At most one answer per interval,
     * but one that comes too early is given later, for it may be the sender's last.
     */
    private void answerIfDue(final long nowNs, final VirtualRouterOutput out) {
        if (owesAnswer && nowNs >= nextAnswerNs) {
            owesAnswer = false;
            nextAnswerNs = nowNs + config.advertisementIntervalNs();
            advertise(nowNs, out);
            announcements.reassert(nowNs, out);
        }
    }

    private void logLowerAsMaster(final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        if (nowNs >= nextLowerLogNs) {
            nextLowerLogNs = nowNs + LOWER_LOG_INTERVAL_NS;
            out.log(lines.receivedLower(advertisement));
        }
    }

    private boolean isBetter(final Advertisement advertisement) {
        return advertisement.priority() > timers.priority()
                || (advertisement.priority() == timers.priority()
                        && advertisement.source().compareTo(config.localAddress()) > 0);
    }

    /** Would a backup replace the sender although it is alive? */
    private boolean isLower(final Advertisement advertisement) {
        return (config.preempt() || preparation.isPlanned()) && advertisement.priority() < timers.priority();
    }

    private void onAdvertisementAsBackup(
            final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        if (advertisement.isResignation()) {
            out.log(lines.backupReceivedPriority0());
            heard.resigned(advertisement, nowNs);
            if (preparation.isUnderWay()) {
                preparation.hurry(nowNs, out);
            } else {
                masterDown.set(nowNs + timers.skewTimeNs());
            }
        } else if (!isLower(advertisement)) {
            follow(advertisement, nowNs, out);
        } else if (heard.advertisedLower(advertisement, nowNs)) {
            out.log(lines.receivedLower(advertisement));
        }
    }

    private void follow(final Advertisement master, final long heardNs, final VirtualRouterOutput out) {
        // whoever hears a master need not wait for interfaces to deliver
        startupEndsNs = heardNs;
        heard.advertised(master, heardNs);
        timers.learn(master);
        masterDown.set(heardNs + timers.masterDownIntervalNs());
        if (cancelTakeover(TransitionCause.betterMaster(master), out)) {
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
            answerIfDue(nowNs, out);
            if (nowNs >= nextAdvertisementNs()) {
                advertise(nowNs, out);
            }
            announcements.poll(nowNs, out);
        } else if (preparation.isUnderWay()) {
            if (!announceIfReady(nowNs, out)) {
                preparation.hurry(nowNs, out);
            }
        } else if (masterDown.isOver(nowNs)) {
            masterDown(nowNs, out);
        }
    }

    private void masterDown(final long nowNs, final VirtualRouterOutput out) {
        if (timers.priority() == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR) {
            masterDown.stop();
            heard.forget();
            return;
        }
        final boolean isPreemption = heard.isAlive(nowNs);
        if (isPreemption && nowNs < preemptNotBeforeNs()) {
            // looks again when the delay is over, or the master has died in the meantime
            masterDown.set(Math.min(preemptNotBeforeNs(), heard.aliveUntilNs(nowNs)));
            return;
        }
        if (!gate.mayPrepare(this, nowNs)) {
            if (!masterDown.isHeldBack()) {
                out.log(lines.heldBack());
                masterDown.holdBack();
            }
            return;
        }
        masterDown.stop();
        out.log(isPreemption ? lines.forcingElection(heard.cause(nowNs)) : lines.advertisementTimeout());
        preparation.begin(nowNs, out);
    }

    private long preemptNotBeforeNs() {
        return heard.lowerSinceNs() + config.preemptDelayNs();
    }

    private void becomeMaster(final long nowNs, final VirtualRouterOutput out) {
        final Takeover prepared = preparation.take();
        if (prepared == null) {
            return;
        }
        timers.forget();
        owesAnswer = false;
        nextAnswerNs = nowNs;
        nextLowerLogNs = nowNs;
        out.log(lines.enteringMaster());
        changeState(MASTER, prepared.cause(), out);
        advertise(nowNs, out);
        announcements.takeover(nowNs, out);
    }

    private void advertise(final long nowNs, final VirtualRouterOutput out) {
        lastAdvertisementNs = nowNs;
        out.sendAdvertisement(timers.priority());
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

    /** Whatever was known of a master is forgotten. */
    private void listenAnew(final long nowNs) {
        heard.reset(nowNs);
        timers.forget();
        // a busy start, with its gaps, must not cut the startup delay short
        masterDown.set(Math.max(nowNs + timers.masterDownIntervalNs(), startupEndsNs));
    }

    /**
     * Time slept is not time listened.
     *
     * <p>A master is measured by its last advertisement and its own interval, for the others' timers began with that advertisement, and they have
     * learned that interval: once its own master-down interval is over, another one may be master.
     *
     * <p>A backup that was not called for two of the master's intervals has been away. At 10 ms that is an ordinary hiccup of a busy machine, and what
     * came in meanwhile waited in a queue and was handed in first; at 1 s it is a suspended machine, and what came in is lost. The two cannot be told
     * apart from here, so the answer fits both and costs a busy node little: the master-down timer stood still, and nothing is
     * announced before a living master would have been heard once. A justified takeover comes later by the time that was missed, and no more, however often.
     * Only who was away for a whole master-down interval, in which the others may have done anything, begins to listen from the start.
     */
    private void checkClock(final long nowNs, final VirtualRouterOutput out) {
        final long inactiveNs = nowNs - lastActivityNs;
        lastActivityNs = nowNs;
        if (state == MASTER) {
            if (nowNs - lastAdvertisementNs > timers.reignNs()) {
                sleptAsMaster(TransitionCause.clockGap(inactiveNs), nowNs, out);
            }
        } else if (inactiveNs > timers.masterDownIntervalNs()) {
            sleptAsBackup(TransitionCause.clockGap(inactiveNs), nowNs, out);
        } else if (inactiveNs > BACKUP_GAP_INTERVALS * timers.activeIntervalNs()) {
            final long heardOneNs = nowNs + timers.oneAdvertisementNs();
            masterDown.standStill(inactiveNs, heardOneNs);
            preparation.notBefore(heardOneNs);
        }
    }

    private void sleptAsMaster(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        out.disarm();
        announcements.stop();
        listenAnew(nowNs);
        out.log(lines.slept(cause));
        out.log(lines.enteringBackup());
        changeState(BACKUP, cause, out);
    }

    private void sleptAsBackup(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (preparation.isUnderWay()) {
            out.disarm();
            cancelTakeover(cause, out);
        } else if (!masterDown.isRunning()) {
            // it only watches, and is not called when there is nothing to watch
            return;
        }
        listenAnew(nowNs);
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
            final long answerNs = owesAnswer ? nextAnswerNs : NO_DEADLINE;
            return Math.min(Math.min(nextAdvertisementNs(), answerNs), announcements.nextDeadlineNs());
        }
        final long wakeUpNs = lastActivityNs + timers.activeIntervalNs();
        return preparation.isUnderWay()
                ? Math.min(wakeUpNs, preparation.nextDeadlineNs(lastActivityNs))
                : masterDown.nextDeadlineNs(wakeUpNs);
    }
}
