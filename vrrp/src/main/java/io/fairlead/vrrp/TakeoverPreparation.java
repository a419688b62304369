package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way from an expired master-down timer to mastership: arm first, announce last, but do not wait for ever. */
final class TakeoverPreparation {

    static final long MAX_URGENT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long PREEMPTION_NS = TimeUnit.SECONDS.toNanos(10);

    private final RouterTimers timers;
    private final HeardMaster heard;
    private @Nullable Takeover takeover;
    private boolean isPlanned;
    private boolean isPrepared;
    private long notBeforeNs;
    private long lastId;

    TakeoverPreparation(final RouterTimers timers, final HeardMaster heard) {
        this.timers = timers;
        this.heard = heard;
    }

    boolean isUnderWay() {
        return takeover != null;
    }

    boolean isUnderWay(final long takeoverId) {
        return takeover != null && takeover.id() == takeoverId;
    }

    /** Somebody asked for it: it goes on although a master is alive that would not be preempted. */
    boolean isPlanned() {
        return takeover != null && isPlanned;
    }

    void plan() {
        isPlanned = true;
    }

    void begin(final long nowNs, final VirtualRouterOutput out) {
        begin(false, heard.cause(nowNs), nowNs, out);
    }

    void beginPlanned(final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        begin(true, cause, nowNs, out);
    }

    private void begin(
            final boolean planned, final TransitionCause cause, final long nowNs, final VirtualRouterOutput out) {
        isPlanned = planned;
        isPrepared = false;
        notBeforeNs = nowNs;
        ask(++lastId, VirtualRouter.NO_DEADLINE, cause, nowNs, out);
    }

    /** A preemption becomes urgent when the master that was to be preempted is gone. */
    void hurry(final long nowNs, final VirtualRouterOutput out) {
        if (takeover != null && takeover.urgency() == Takeover.Urgency.PREEMPTION && !heard.isAlive(nowNs)) {
            ask(takeover.id(), takeover.deadlineNs(), heard.cause(nowNs), nowNs, out);
        }
    }

    private void ask(
            final long id,
            final long latestNs,
            final TransitionCause cause,
            final long nowNs,
            final VirtualRouterOutput out) {
        final boolean isPreemption = heard.isAlive(nowNs);
        final long patienceNs = isPreemption ? PREEMPTION_NS : Math.min(MAX_URGENT_NS, timers.activeIntervalNs());
        final Takeover asked = new Takeover(
                id,
                isPreemption ? Takeover.Urgency.PREEMPTION : Takeover.Urgency.NOBODY_IS_MASTER,
                Math.min(latestNs, nowNs + patienceNs),
                cause);
        takeover = asked;
        out.prepareTakeover(asked);
    }

    /** All that was asked for is done. */
    void prepared() {
        isPrepared = true;
    }

    /** It was not listened for a while: whatever is ready waits until it has been. */
    void notBefore(final long timeNs) {
        notBeforeNs = timeNs;
    }

    boolean isPrepared(final long nowNs) {
        return takeover != null && isPrepared && nowNs >= notBeforeNs;
    }

    boolean isDue(final long nowNs) {
        return takeover != null && nowNs >= Math.max(takeover.deadlineNs(), notBeforeNs);
    }

    /** Takes what is under way out of here: it happens, or it is cancelled. */
    @Nullable
    Takeover take() {
        final Takeover taken = takeover;
        takeover = null;
        return taken;
    }

    long nextDeadlineNs(final long nowNs) {
        if (takeover == null) {
            return VirtualRouter.NO_DEADLINE;
        }
        final long dueNs = Math.max(takeover.deadlineNs(), notBeforeNs);
        // one that is prepared, and not announced yet, waits for somebody else, who will say so
        final long preparedNs = isPrepared && nowNs < notBeforeNs ? notBeforeNs : dueNs;
        return Math.min(preparedNs, heard.aliveUntilNs(nowNs));
    }
}
