package io.fairlead.vrrp;

/** Master_Down_Timer (RFC 3768 section 6.2; Active_Down_Timer in RFC 9568), which counts only the time that was listened. */
final class MasterDownTimer {

    private long deadlineNs = VirtualRouter.NO_DEADLINE;
    private boolean isHeldBack;

    void set(final long atNs) {
        deadlineNs = atNs;
        isHeldBack = false;
    }

    void stop() {
        set(VirtualRouter.NO_DEADLINE);
    }

    boolean isRunning() {
        return deadlineNs != VirtualRouter.NO_DEADLINE;
    }

    boolean isOver(final long nowNs) {
        return nowNs >= deadlineNs;
    }

    /** It is over, but what would follow may not happen yet. */
    void holdBack() {
        isHeldBack = true;
    }

    boolean isHeldBack() {
        return isHeldBack;
    }

    void moveBy(final long durationNs) {
        if (isRunning()) {
            set(deadlineNs + durationNs);
        }
    }

    /** It stood still for a while, and is not over before a certain time. */
    void standStill(final long durationNs, final long notBeforeNs) {
        if (isRunning()) {
            set(Math.max(deadlineNs + durationNs, notBeforeNs));
        }
    }

    long nextDeadlineNs(final long wakeUpNs) {
        if (!isRunning()) {
            return VirtualRouter.NO_DEADLINE;
        }
        return isHeldBack ? wakeUpNs : Math.min(wakeUpNs, deadlineNs);
    }
}
