package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router as its owner sees it: checks what comes from outside, notices a clock that jumped before anything else happens, and hands the
 * event to the state machine of RFC 9568 section 6.4. {@code docs/vrrp.md} lists states, timers and deviations.
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

    private final VirtualRouterConfig config;
    private final VrrpLogLines lines;
    private final RouterTimers timers;
    private final StateMachine machine;
    private long lastActivityNs;

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
        lines = new VrrpLogLines(config.vrid());
        timers = new RouterTimers(config);
        machine = new StateMachine(this, config, gate, lines, timers);
    }

    /**
     * Where it is.
     *
     * @return the state
     */
    public VirtualRouterState state() {
        return machine.state();
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
        return machine.masterAddress();
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
        return machine.isHeldDown(nowNs);
    }

    /**
     * Could it begin to take over as far as it alone is concerned? It is master already, prepares, has waited long enough for a master, or hears one
     * that it would preempt.
     *
     * @param nowNs the time
     * @return whether a sync group need not wait for it
     */
    public boolean isReadyToPrepare(final long nowNs) {
        return machine.isReadyToPrepare(nowNs);
    }

    /**
     * Is it master, or could it be at once?
     *
     * @param nowNs the time
     * @return whether a sync group need not wait for it
     */
    public boolean isReadyToAnnounce(final long nowNs) {
        return machine.isReadyToAnnounce(nowNs);
    }

    /**
     * Starts to listen: whatever the priority, 255 included, nobody is master before it has listened. Also ends a fault.
     *
     * @param nowNs the time
     * @param out what to do
     * @throws IllegalStateException if it runs already
     */
    public void start(final long nowNs, final VirtualRouterOutput out) {
        if (isRunning()) {
            throw new IllegalStateException("virtual router " + config.vrid() + " runs already");
        }
        lastActivityNs = nowNs;
        machine.start(nowNs, out);
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
        if (isRunning()) {
            out.log(lines.enteringFault());
        }
        leave(TransitionCause.fault(reason), nowNs, out);
    }

    private void leave(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        if (isRunning()) {
            // a master that slept is none any more and must not send a resignation into someone else's reign
            checkClock(nowNs, out);
            machine.shutDown(cause, nowNs, out);
        }
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
        if (isRunning()) {
            checkClock(nowNs, out);
            machine.resign(cause, nowNs, out);
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
        if (effective == timers.priority()) {
            return;
        }
        if (isRunning()) {
            checkClock(nowNs, out);
            machine.priorityChanged(effective, nowNs, out);
        } else {
            timers.changePriority(effective);
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
        machine.takeOver(cause, nowNs, out);
        return true;
    }

    /**
     * Would {@link #takeOver} begin?
     *
     * @param nowNs the time
     * @return false if it is not BACKUP, or hears no master of lower priority
     */
    public boolean mayTakeOver(final long nowNs) {
        return machine.mayTakeOver(nowNs);
    }

    /**
     * The preparation that was asked for is done: announce. Ignored if that takeover was cancelled or has happened.
     *
     * @param takeoverId of the preparation
     * @param nowNs the time
     * @param out what to do
     */
    public void takeoverPrepared(final long takeoverId, final long nowNs, final VirtualRouterOutput out) {
        if (isRunning()) {
            checkClock(nowNs, out);
            machine.takeoverPrepared(takeoverId, nowNs, out);
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
        if (verdict.isAccepted() && isRunning()) {
            checkClock(nowNs, out);
            machine.advertised(advertisement, nowNs, out);
        }
        return verdict;
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time
     * @param out what to do
     */
    public void poll(final long nowNs, final VirtualRouterOutput out) {
        if (isRunning()) {
            checkClock(nowNs, out);
            machine.poll(nowNs, out);
        }
    }

    /**
     * When {@link #poll} has to be called at the latest. A backup wakes once per interval although nothing is due, to notice when it did not.
     *
     * @return the time, or {@link #NO_DEADLINE}
     */
    public long nextDeadlineNs() {
        return isRunning() ? machine.nextDeadlineNs(lastActivityNs) : NO_DEADLINE;
    }

    private boolean isRunning() {
        return machine.state() != INITIALIZE;
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
        if (machine.state() == MASTER) {
            if (machine.hasReignLapsed(nowNs)) {
                machine.sleptAsMaster(TransitionCause.clockGap(inactiveNs), nowNs, out);
            }
        } else if (inactiveNs > timers.masterDownIntervalNs()) {
            machine.sleptAsBackup(TransitionCause.clockGap(inactiveNs), nowNs, out);
        } else if (inactiveNs > BACKUP_GAP_INTERVALS * timers.activeIntervalNs()) {
            machine.stoodStill(inactiveNs, nowNs);
        }
    }
}
