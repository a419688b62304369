package io.fairlead.vrrp;

import java.util.ArrayList;
import java.util.List;

/**
 * A node of the {@link VirtualLan}: a router, a process that may pause, crash and come back, and a rule book for the order of outputs.
 */
final class SimulatedNode implements VirtualRouterOutput {

    private static final int MAX_PRIORITY = 254;

    private final VirtualLan lan;
    private final int index;
    private final VirtualRouterConfig config;
    private final List<Runnable> whilePaused = new ArrayList<>();
    private VirtualRouter router;
    private boolean isRunning;
    private boolean isPaused;
    private boolean isArmed;
    private boolean hasHeardBetter;
    private long advertisedNs;
    private long reignNs;
    private int incarnation;
    private long plannedPollNs = VirtualRouter.NO_DEADLINE;

    SimulatedNode(final VirtualLan lan, final int index, final VirtualRouterConfig config) {
        this.lan = lan;
        this.index = index;
        this.config = config;
        router = new VirtualRouter(config);
    }

    int index() {
        return index;
    }

    VirtualRouterConfig config() {
        return config;
    }

    /** The effective one; what is tracked is forgotten by a restart. */
    int priority() {
        return router.effectivePriority();
    }

    boolean isRunning() {
        return isRunning;
    }

    boolean isPaused() {
        return isPaused;
    }

    /** Only a process that runs can do what a master does. */
    boolean isActive() {
        return isRunning && !isPaused;
    }

    boolean isMaster() {
        return isActive() && router.state() == VirtualRouterState.MASTER;
    }

    void start() {
        isRunning = true;
        incarnation++;
        router = new VirtualRouter(config);
        isArmed = false;
        router.start(lan.nowNs(), this);
        planPoll();
    }

    void stop() {
        router.stop(lan.nowNs(), this);
        require(!isArmed, "armed after stop");
        crash();
    }

    void crash() {
        isRunning = false;
        isPaused = false;
        incarnation++;
        whilePaused.clear();
    }

    void pause() {
        isPaused = true;
    }

    /** What was queued meanwhile is there first, or the timer is: a real process may find either. */
    void resume(final boolean pollFirst) {
        isPaused = false;
        if (pollFirst) {
            router.poll(lan.nowNs(), this);
        }
        final List<Runnable> queued = List.copyOf(whilePaused);
        whilePaused.clear();
        queued.forEach(Runnable::run);
        router.poll(lan.nowNs(), this);
        planPoll();
    }

    void changePriority(final int priority) {
        inProcess(() -> {
            // a node that only watches, and one that never may, stay what they are
            if (config.priority() > 0) {
                router.priorityChanged(priority, lan.nowNs(), this);
                lan.priorityChanged(this);
            }
        });
    }

    /** A planned handover: above the director, whoever that is. */
    void takeOver() {
        changePriority(MAX_PRIORITY);
        inProcess(() -> router.takeOver(TransitionCause.handover("asked for"), lan.nowNs(), this));
    }

    void receive(final Advertisement advertisement) {
        inProcess(() -> {
            hasHeardBetter |= advertisement.priority() > router.effectivePriority();
            router.onAdvertisement(advertisement, lan.nowNs(), this);
        });
    }

    private void inProcess(final Runnable action) {
        if (!isRunning) {
            return;
        }
        if (isPaused) {
            whilePaused.add(action);
        } else {
            action.run();
            planPoll();
        }
    }

    private void planPoll() {
        final long deadlineNs = router.nextDeadlineNs();
        if (deadlineNs == VirtualRouter.NO_DEADLINE) {
            plannedPollNs = deadlineNs;
            return;
        }
        final long pollNs = Math.max(lan.nowNs(), deadlineNs) + lan.pollLatenessNs();
        plannedPollNs = pollNs;
        final int planned = incarnation;
        lan.at(pollNs, () -> {
            if (incarnation == planned && plannedPollNs == pollNs && isActive()) {
                router.poll(lan.nowNs(), this);
                planPoll();
            }
        });
    }

    @Override
    public void prepareTakeover(final Takeover takeover) {
        isArmed = true;
        hasHeardBetter = false;
        final int preparing = incarnation;
        lan.at(lan.nowNs() + lan.preparationNs(takeover.urgency()), () -> {
            if (incarnation == preparing) {
                inProcess(() -> router.takeoverPrepared(takeover.id(), lan.nowNs(), this));
            }
        });
    }

    @Override
    public void takeoverCancelled(final Takeover takeover, final TransitionCause cause) {
        requireDisarmedOnlyAfterGap(cause);
    }

    @Override
    public void stateChanged(
            final VirtualRouterState before, final VirtualRouterState after, final TransitionCause cause) {
        if (before == VirtualRouterState.MASTER || after == VirtualRouterState.MASTER) {
            requireDisarmedOnlyAfterGap(cause);
        }
        if (after == VirtualRouterState.MASTER) {
            require(router.effectivePriority() > 0, "master with priority 0");
            require(!hasHeardBetter, "master although a better one was heard while preparing");
            advertised();
        }
    }

    /** What was said of the priority counts until something else is said; lowered while master, it makes the others no slower. */
    private void advertised() {
        advertisedNs = lan.nowNs();
        reignNs = config.version()
                .masterDownIntervalNs(
                        Math.max(config.priority(), router.effectivePriority()), config.advertisementIntervalNs());
    }

    @Override
    public void sendAdvertisement(final int priority) {
        require(isArmed, "advertises without being armed");
        require(lan.nowNs() - advertisedNs <= reignNs, "goes on as master although others may be master by now");
        advertised();
        lan.multicast(
                this,
                new Advertisement(
                        config.version(),
                        config.vrid(),
                        priority,
                        config.advertisementIntervalNs(),
                        0,
                        config.localAddress(),
                        Frames.GROUP,
                        Frames.MAC_1,
                        config.addresses()));
    }

    @Override
    public void announceAddresses(final int times) {
        require(isArmed, "announces addresses without being armed");
        lan.announce(this);
    }

    @Override
    public void disarm() {
        isArmed = false;
    }

    @Override
    public void log(final String line) {
        require(line.startsWith("(VI_51) "), line);
    }

    private void requireDisarmedOnlyAfterGap(final TransitionCause cause) {
        final boolean isGap = cause.kind() == TransitionCause.Kind.CLOCK_GAP;
        require(isArmed != isGap, isGap ? "still armed after a clock gap" : "disarmed before it changed");
    }

    private void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise + " at " + lan.nowNs() + " ns: " + this);
        }
    }

    @Override
    public String toString() {
        return config.localAddress() + "/" + priority() + (config.preempt() ? "" : " nopreempt") + " "
                + (isRunning ? router.state() : "down") + (isPaused ? " paused" : "");
    }
}
