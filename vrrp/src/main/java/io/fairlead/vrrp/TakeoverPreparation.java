package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way from an expired master-down timer to mastership: arm first, announce last, but do not wait for ever. */
final class TakeoverPreparation {

    static final long MAX_URGENT_NS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long PREEMPTION_NS = TimeUnit.SECONDS.toNanos(10);

    private final VirtualRouterConfig config;
    private final HeardMaster heard;
    private @Nullable Takeover takeover;
    private long lastId;

    TakeoverPreparation(final VirtualRouterConfig config, final HeardMaster heard) {
        this.config = config;
        this.heard = heard;
    }

    boolean isUnderWay() {
        return takeover != null;
    }

    boolean isUnderWay(final long takeoverId) {
        return takeover != null && takeover.id() == takeoverId;
    }

    void begin(final long nowNs, final VirtualRouterOutput out) {
        ask(++lastId, VirtualRouter.NO_DEADLINE, nowNs, out);
    }

    /** A preemption becomes urgent when the master that was to be preempted is gone. */
    void hurry(final long nowNs, final VirtualRouterOutput out) {
        if (takeover != null && takeover.urgency() == Takeover.Urgency.PREEMPTION && !heard.isAlive(nowNs)) {
            ask(takeover.id(), takeover.deadlineNs(), nowNs, out);
        }
    }

    private void ask(final long id, final long latestNs, final long nowNs, final VirtualRouterOutput out) {
        final boolean isPreemption = heard.isAlive(nowNs);
        final long patienceNs =
                isPreemption ? PREEMPTION_NS : Math.min(MAX_URGENT_NS, config.advertisementIntervalNs());
        final Takeover asked = new Takeover(
                id,
                isPreemption ? Takeover.Urgency.PREEMPTION : Takeover.Urgency.NOBODY_IS_MASTER,
                Math.min(latestNs, nowNs + patienceNs),
                heard.cause(nowNs));
        takeover = asked;
        out.prepareTakeover(asked);
    }

    boolean isDue(final long nowNs) {
        return takeover != null && nowNs >= takeover.deadlineNs();
    }

    /** Takes what is under way out of here: it happens, or it is cancelled. */
    @Nullable
    Takeover take() {
        final Takeover taken = takeover;
        takeover = null;
        return taken;
    }

    long nextDeadlineNs(final long nowNs) {
        return takeover == null
                ? VirtualRouter.NO_DEADLINE
                : Math.min(takeover.deadlineNs(), heard.aliveUntilNs(nowNs));
    }
}
