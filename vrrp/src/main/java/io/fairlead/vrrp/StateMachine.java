package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9568 section 6.4 (RFC 3768 for version 2), with preparation before mastership; {@code docs/vrrp.md} lists the deviations.
 *
 * <p>{@link VirtualRouter} stands before it: events other than {@link #start} come only while it runs, and after what had to be said about a clock that
 * jumped; advertisements have passed the checks of section 7.1.
 */
final class StateMachine {

    private final VirtualRouter router;
    private final VirtualRouterConfig config;
    private final TakeoverGate gate;
    private final VrrpLogLines lines;
    private final RouterTimers timers;
    private final MasterDownTimer masterDown = new MasterDownTimer();
    private final HeardMaster heard;
    private final TakeoverPreparation preparation;
    private final Reign reign;

    private VirtualRouterState state = INITIALIZE;
    private long startupEndsNs;

    /** The gate is asked in the name of the router, which is not looked at here: it may be half constructed. */
    StateMachine(
            final VirtualRouter router,
            final VirtualRouterConfig config,
            final TakeoverGate gate,
            final VrrpLogLines lines,
            final RouterTimers timers) {
        this.router = router;
        this.config = config;
        this.gate = gate;
        this.lines = lines;
        this.timers = timers;
        heard = new HeardMaster(timers);
        preparation = new TakeoverPreparation(timers, heard);
        reign = new Reign(config, timers, lines);
    }

    VirtualRouterState state() {
        return state;
    }

    private void changeState(
            final VirtualRouterState after, final TransitionCause cause, final VirtualRouterOutput out) {
        final VirtualRouterState before = state;
        state = after;
        out.stateChanged(before, after, cause);
    }

    // Section 6.4.1, Initialize: the way in and out

    /** 255 is no exception: nobody is master before it has listened. */
    void start(final long nowNs, final VirtualRouterOutput out) {
        startupEndsNs = nowNs + config.startupDelayNs() + timers.masterDownIntervalNs();
        listenAnew(nowNs);
        out.log(lines.enteringBackupAtStart());
        changeState(BACKUP, TransitionCause.started(), out);
    }

    void shutDown(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        final boolean wasMaster = state == MASTER;
        if (wasMaster) {
            reign.resign(out);
        }
        final boolean wasPreparing = cancelTakeover(cause, out);
        masterDown.stop();
        heard.reset(nowNs);
        changeState(INITIALIZE, cause, out);
        if (wasMaster || wasPreparing) {
            out.disarm();
        }
    }

    // Events of both other states

    void advertised(final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        if (state == MASTER) {
            advertisedToMaster(advertisement, nowNs, out);
        } else {
            advertisedToBackup(advertisement, nowNs, out);
        }
    }

    void poll(final long nowNs, final VirtualRouterOutput out) {
        if (state == MASTER) {
            reign.poll(nowNs, out);
        } else if (preparation.isUnderWay()) {
            if (!announceIfReady(nowNs, out)) {
                preparation.hurry(nowNs, out);
            }
        } else if (masterDown.isOver(nowNs)) {
            masterDown(nowNs, out);
        }
    }

    long nextDeadlineNs(final long lastActivityNs) {
        if (state == MASTER) {
            return reign.nextDeadlineNs();
        }
        final long wakeUpNs = lastActivityNs + timers.activeIntervalNs();
        return preparation.isUnderWay()
                ? Math.min(wakeUpNs, preparation.nextDeadlineNs(lastActivityNs))
                : masterDown.nextDeadlineNs(wakeUpNs);
    }

    void resign(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (state == MASTER) {
            reign.resign(out);
            listenAnew(nowNs);
            out.log(lines.enteringBackup());
            changeState(BACKUP, cause, out);
            out.disarm();
        } else if (cancelTakeover(cause, out)) {
            out.disarm();
            listenAnew(nowNs);
        }
    }

    void priorityChanged(final int effective, final long nowNs, final VirtualRouterOutput out) {
        final int before = timers.priority();
        final long skewBeforeNs = timers.skewTimeNs();
        timers.changePriority(effective);
        out.log(lines.changingPriority(before, effective));
        final boolean mayNot = effective == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR;
        if (mayNot && (state == MASTER || preparation.isUnderWay())) {
            resign(TransitionCause.resigned("effective priority is 0"), nowNs, out);
        } else if (state == MASTER) {
            reign.advertise(nowNs, out);
        } else {
            priorityChangedAsBackup(timers.skewTimeNs() - skewBeforeNs, nowNs, out);
        }
    }

    // Section 6.4.2, Backup

    private void advertisedToBackup(
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

    /** Would a backup replace the sender although it is alive? */
    private boolean isLower(final Advertisement advertisement) {
        return (config.preempt() || preparation.isPlanned()) && advertisement.priority() < timers.priority();
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
        if (!gate.mayPrepare(router, nowNs)) {
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

    void sleptAsBackup(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
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

    /** Too short to have missed much: nothing is announced before a living master would have been heard once. */
    void stoodStill(final long inactiveNs, final long nowNs) {
        final long heardOneNs = nowNs + timers.oneAdvertisementNs();
        masterDown.standStill(inactiveNs, heardOneNs);
        preparation.notBefore(heardOneNs);
    }

    /** Whatever was known of a master is forgotten. */
    private void listenAnew(final long nowNs) {
        heard.reset(nowNs);
        timers.forget();
        // a busy start, with its gaps, must not cut the startup delay short
        masterDown.set(Math.max(nowNs + timers.masterDownIntervalNs(), startupEndsNs));
    }

    // Between Backup and Active: the preparation

    boolean mayTakeOver(final long nowNs) {
        final Advertisement master = heard.living(nowNs);
        return state == BACKUP && master != null && master.priority() < timers.priority();
    }

    /** Only if {@link #mayTakeOver}. */
    void takeOver(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (preparation.isUnderWay()) {
            preparation.plan();
        } else {
            masterDown.stop();
            heard.lower(nowNs);
            out.log(lines.forcingElection(cause));
            preparation.beginPlanned(cause, nowNs, out);
        }
    }

    void takeoverPrepared(final long takeoverId, final long nowNs, final VirtualRouterOutput out) {
        if (preparation.isUnderWay(takeoverId)) {
            preparation.prepared();
            announceIfReady(nowNs, out);
        }
    }

    private boolean announceIfReady(final long nowNs, final VirtualRouterOutput out) {
        final boolean isReady =
                preparation.isDue(nowNs) || (preparation.isPrepared(nowNs) && gate.mayAnnounce(router, nowNs));
        if (isReady) {
            becomeMaster(nowNs, out);
        }
        return isReady;
    }

    private void becomeMaster(final long nowNs, final VirtualRouterOutput out) {
        final Takeover prepared = preparation.take();
        if (prepared == null) {
            return;
        }
        timers.forget();
        out.log(lines.enteringMaster());
        changeState(MASTER, prepared.cause(), out);
        reign.begin(nowNs, out);
    }

    /** Was one under way? The caller disarms, before or after. */
    private boolean cancelTakeover(final TransitionCause cause, final VirtualRouterOutput out) {
        final Takeover cancelled = preparation.take();
        if (cancelled != null) {
            out.takeoverCancelled(cancelled, cause);
        }
        return cancelled != null;
    }

    // Section 6.4.3, Active

    private void advertisedToMaster(
            final Advertisement advertisement, final long nowNs, final VirtualRouterOutput out) {
        if (advertisement.isResignation()) {
            // the others wait for skew only: tell them at once that there is a master
            reign.advertise(nowNs, out);
        } else if (isBetter(advertisement)) {
            out.log(lines.masterReceivedBetter(advertisement, timers.priority()));
            // a last word, which the better one answers with announcements: after a split it may not know that our
            // clients have our address
            reign.advertise(nowNs, out);
            reign.end();
            follow(advertisement, nowNs, out);
            out.log(lines.enteringBackup());
            changeState(BACKUP, TransitionCause.betterMaster(advertisement), out);
            out.disarm();
        } else {
            reign.answer(advertisement, nowNs, out);
        }
    }

    private boolean isBetter(final Advertisement advertisement) {
        return advertisement.priority() > timers.priority()
                || (advertisement.priority() == timers.priority()
                        && advertisement.source().compareTo(config.localAddress()) > 0);
    }

    boolean hasReignLapsed(final long nowNs) {
        return reign.hasLapsed(nowNs);
    }

    void sleptAsMaster(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        out.disarm();
        reign.end();
        listenAnew(nowNs);
        out.log(lines.slept(cause));
        out.log(lines.enteringBackup());
        changeState(BACKUP, cause, out);
    }

    // What the members of a sync group ask each other, and VirtualRouter explains

    boolean isHeldDown(final long nowNs) {
        if (state == INITIALIZE || timers.priority() == VirtualRouterConfig.PRIORITY_NEVER_DIRECTOR) {
            return true;
        }
        if (state == MASTER || preparation.isUnderWay()) {
            return false;
        }
        final Advertisement master = heard.living(nowNs);
        return master != null && !isLower(master);
    }

    boolean isReadyToPrepare(final long nowNs) {
        if (isHeldDown(nowNs)) {
            return false;
        }
        return state == MASTER
                || preparation.isUnderWay()
                || masterDown.isOver(nowNs)
                || (heard.isAlive(nowNs) && nowNs >= preemptNotBeforeNs());
    }

    boolean isReadyToAnnounce(final long nowNs) {
        return state == MASTER || preparation.isPrepared(nowNs) || preparation.isDue(nowNs);
    }

    @Nullable
    IpAddress masterAddress() {
        return state == MASTER ? config.localAddress() : heard.address();
    }
}
