package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.fairlead.lb.report.Connections;
import io.fairlead.lb.report.ConnectionsRequest;
import io.fairlead.lb.report.Destination;

/** A backup's side of one director. What arrives is applied at once, gap or no gap: it is newer than what is held. After a gap a snapshot is asked for. */
final class ConnectionFollower {

    static final long REQUEST_DELAY_NS = SECONDS.toNanos(2);

    /** A new director begins a snapshot by itself; one that has been director for longer has to be asked, and a takeover may wait for it. */
    static final long FIRST_REQUEST_DELAY_NS = MILLISECONDS.toNanos(500);

    private final ConnectionReplica replica;
    private final Destination director;
    private long lastIndex;
    /** Since the snapshot under way began, nothing was missed. */
    private boolean isWhole;

    private boolean isInSync;
    private long requestNs;

    ConnectionFollower(final ConnectionReplica replica, final Destination director, final long nowNs) {
        this.replica = replica;
        this.director = director;
        requestNs = nowNs + FIRST_REQUEST_DELAY_NS;
    }

    int directorId() {
        return director.nodeId();
    }

    boolean isInSync() {
        return isInSync;
    }

    void onConnections(final Connections message, final long nowNs) {
        if (message.index() != lastIndex + 1) {
            isWhole = false;
            if (isInSync) {
                isInSync = false;
                requestNs = nowNs;
            }
        }
        lastIndex = message.index();
        if (message.beginsSnapshot()) {
            isWhole = true;
            replica.begin();
        }
        message.connections().forEach(replica::put);
        if (message.endsSnapshot() && isWhole) {
            isWhole = false;
            isInSync = true;
            replica.complete();
        }
    }

    void poll(final long nowNs, final StickyOutput out) {
        if (nowNs - nextDeadlineNs() >= 0 && nextDeadlineNs() != Long.MAX_VALUE) {
            requestNs = nowNs + REQUEST_DELAY_NS;
            out.send(director, new ConnectionsRequest(lastIndex));
        }
    }

    /** There is nothing to ask for while a snapshot comes in. */
    long nextDeadlineNs() {
        return isInSync || isWhole ? Long.MAX_VALUE : requestNs;
    }
}
