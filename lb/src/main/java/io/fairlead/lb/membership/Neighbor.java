package io.fairlead.lb.membership;

import static io.fairlead.lb.membership.NeighborState.PROBE;
import static io.fairlead.lb.membership.NeighborState.REACHABLE;
import static io.fairlead.lb.membership.NeighborState.STALE;
import static io.fairlead.lb.membership.NeighborState.UNREACHABLE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/** Whether one node answers ARP. */
final class Neighbor {

    /** MAX_UNICAST_SOLICIT of RFC 4861 section 10. */
    static final int MAX_UNICAST_SOLICIT = 3;

    /** RETRANS_TIMER of RFC 4861 section 10. */
    static final long RETRANS_TIMER_NS = SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;
    private static final long LEAST_LATENESS_NS = MILLISECONDS.toNanos(10);
    private static final long LEAST_RETRANS_NS = MILLISECONDS.toNanos(20);

    private final int nodeId;
    private final long probeIntervalNs;
    private long mac;
    private long bootId;
    private long lateAfterNs;
    private long silentAfterNs;
    private long retransNs;

    private NeighborState state = STALE;
    private long heardNs;
    private long answeredNs;
    private long nextNs;
    private int probes;
    private boolean hasAnswered;
    private boolean isSilenceTold;
    private boolean isUrgent;
    private boolean isOut;

    Neighbor(final Node node, final long probeIntervalNs) {
        nodeId = node.id();
        mac = node.mac();
        bootId = node.bootId();
        this.probeIntervalNs = probeIntervalNs;
    }

    int nodeId() {
        return nodeId;
    }

    long mac() {
        return mac;
    }

    NeighborState state() {
        return state;
    }

    boolean hasAnswered() {
        return hasAnswered;
    }

    /** Takes a report; {@code silentAfterNs} without one, and the node is out of service anyway. */
    void onReport(
            final Node node,
            final long intervalNs,
            final long newSilentAfterNs,
            final long nowNs,
            final NeighborOutput out) {
        heardNs = nowNs;
        lateAfterNs = intervalNs + Math.max(intervalNs / 4, LEAST_LATENESS_NS);
        silentAfterNs = newSilentAfterNs;
        retransNs = Math.min(
                Math.max(intervalNs / 4, LEAST_RETRANS_NS), (silentAfterNs - lateAfterNs) / (MAX_UNICAST_SOLICIT + 1));
        if (mac != node.mac() || bootId != node.bootId()) {
            mac = node.mac();
            bootId = node.bootId();
            hasAnswered = false;
            isSilenceTold = false;
            forget(out);
        } else if (isUrgent && state != REACHABLE) {
            // it is back: what was asked while it was away does not count
            forget(out);
        }
    }

    /** Nothing is known of it any more; the next {@link #poll} asks. */
    void forget(final NeighborOutput out) {
        state = STALE;
        isUrgent = false;
        release(out);
    }

    /** Whatever was heard before that is as good as heard then: until now not every report came here. */
    void director(final long nowNs) {
        heardNs = nowNs;
    }

    /** Takes an answer from the MAC address that the node reports from. */
    void onReply(final long nowNs, final NeighborOutput out) {
        state = REACHABLE;
        isUrgent = false;
        hasAnswered = true;
        answeredNs = nowNs;
        release(out);
    }

    private void release(final NeighborOutput out) {
        if (isOut) {
            isOut = false;
            out.nodeReachable(nodeId);
        }
    }

    void poll(final long nowNs, final NeighborOutput out) {
        final long deadlineNs = nextDeadlineNs();
        if (deadlineNs == NEVER || nowNs - deadlineNs < 0) {
            return;
        }
        final boolean isLate = nowNs - heardNs >= lateAfterNs;
        if (state == UNREACHABLE) {
            nextNs = nowNs + retryNs();
            out.sendArpRequest(nodeId, mac);
        } else if (state != PROBE || isLate != isUrgent || nowNs - deadlineNs > retransNs(isUrgent) / 2) {
            // in the last case we slept ourselves, and answers may wait unread
            begin(isLate, nowNs, out);
        } else if (probes < MAX_UNICAST_SOLICIT) {
            probe(nowNs, out);
        } else {
            giveUp(nowNs, out);
        }
    }

    private void begin(final boolean isLate, final long nowNs, final NeighborOutput out) {
        state = PROBE;
        isUrgent = isLate;
        probes = 0;
        probe(nowNs, out);
    }

    private void probe(final long nowNs, final NeighborOutput out) {
        probes++;
        nextNs = nowNs + retransNs(isUrgent);
        out.sendArpRequest(nodeId, mac);
    }

    private void giveUp(final long nowNs, final NeighborOutput out) {
        state = UNREACHABLE;
        nextNs = nowNs + retryNs();
        if (hasAnswered) {
            isOut = true;
            out.nodeUnreachable(nodeId);
        } else if (!isSilenceTold) {
            isSilenceTold = true;
            out.nodeNeverAnswered(nodeId);
        }
    }

    private long retryNs() {
        return hasAnswered ? RETRANS_TIMER_NS : probeIntervalNs;
    }

    private long retransNs(final boolean urgent) {
        return urgent ? retransNs : RETRANS_TIMER_NS;
    }

    /** When {@link #poll} has something to do, {@link Long#MAX_VALUE} for never; only a director polls. */
    long nextDeadlineNs() {
        return switch (state) {
            case STALE -> heardNs;
            case REACHABLE -> lateNs() == NEVER ? NEVER : Membership.earlier(lateNs(), refreshNs());
            case PROBE -> isUrgent ? nextNs : Membership.earlier(nextNs, lateNs());
            // one that is away altogether says so itself when it is back
            case UNREACHABLE -> isUrgent || retryNs() == 0 ? NEVER : nextNs;
        };
    }

    /** When its reports are late, or if they are and it has answered since, when it is asked again; never once it is silent for good. */
    private long lateNs() {
        final long lateNs = heardNs + lateAfterNs;
        if (state != REACHABLE || answeredNs - lateNs < 0) {
            return lateNs;
        }
        final long againNs = answeredNs + retransNs;
        return againNs - (heardNs + silentAfterNs) < 0 ? againNs : NEVER;
    }

    private long refreshNs() {
        return probeIntervalNs == 0 ? NEVER : answeredNs + probeIntervalNs;
    }
}
