package io.fairlead.lb.membership;

import io.fairlead.lb.report.Role;

/**
 * When silence makes a node suspect and dead, counted in the interval that the node names itself. The director hears every report and all hear
 * every report of the director; other nodes hear only the broadcast ones of each other, so they wait longer.
 */
final class Expiry {

    private final MembershipConfig config;
    private boolean director;
    /** Nothing that was heard before counts as older than this. */
    private long awakeSinceNs;

    private long directorSinceNs;

    Expiry(final MembershipConfig config, final long nowNs) {
        this.config = config;
        awakeSinceNs = nowNs;
        directorSinceNs = nowNs;
    }

    /** Notes whether we are director. A new director starts counting now: until now it did not get every report, but for those of the one before it. */
    void director(final boolean nowDirector, final long nowNs) {
        if (nowDirector && !director) {
            directorSinceNs = nowNs;
        }
        director = nowDirector;
    }

    /**
     * We slept past our own deadline (a pause, a suspended machine): reports wait unread, so silence is no evidence. All
     * start counting anew.
     */
    void noteSleep(final long nowNs, final long deadlineNs) {
        if (nowNs - deadlineNs > config.reportIntervalNs() / 2) {
            awakeSinceNs = nowNs;
        }
    }

    NodeState stateOf(final Node node, final boolean isDirector, final long nowNs) {
        final long silentNs = nowNs - since(node);
        if (node.state() == NodeState.DEAD || silentNs >= deadAfterNs(node, isDirector)) {
            return NodeState.DEAD;
        }
        return silentNs >= suspectAfterNs(node, isDirector) ? NodeState.SUSPECT : node.state();
    }

    /** When {@link #stateOf} will say something new, {@link Long#MAX_VALUE} if never. */
    long deadlineOf(final Node node, final boolean isDirector) {
        return switch (node.state()) {
            case ALIVE -> since(node) + suspectAfterNs(node, isDirector);
            case SUSPECT -> since(node) + deadAfterNs(node, isDirector);
            case DEAD -> Long.MAX_VALUE;
        };
    }

    private long since(final Node node) {
        final long sinceNs = later(awakeSinceNs, node.lastHeardNs());
        return node.report().role() == Role.DIRECTOR ? sinceNs : later(directorSinceNs, sinceNs);
    }

    private static long later(final long a, final long b) {
        return a - b > 0 ? a : b;
    }

    private long suspectAfterNs(final Node node, final boolean isDirector) {
        final long missedNs = config.silentAfterNs(node.report().pace());
        return director || isDirector ? missedNs : missedNs * config.broadcastEvery();
    }

    private long deadAfterNs(final Node node, final boolean isDirector) {
        return Math.max(config.deadAfterNs(), suspectAfterNs(node, isDirector));
    }
}
