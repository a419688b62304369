package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.fairlead.lb.report.Connection;
import io.fairlead.lb.report.Connections;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.FlowTuple;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The director's side. What changes waits for half a second, so that nobody hears of a connection that is over by then; and no more than a hundred messages are sent
 * in a second. A snapshot is no copy of anything: its connections pass through the same queue, between a message that begins it and one that ends it.
 */
final class ConnectionPublisher {

    static final long DELAY_NS = MILLISECONDS.toNanos(500);
    static final long MESSAGE_GAP_NS = MILLISECONDS.toNanos(10);
    static final long SNAPSHOT_INTERVAL_NS = SECONDS.toNanos(60);
    static final long MIN_SNAPSHOT_GAP_NS = SECONDS.toNanos(1);

    /** A snapshot that has not ended by then never will: what asked for it got lost on its way. */
    static final long LONGEST_SNAPSHOT_NS = SECONDS.toNanos(300);

    /** What does not fit is told of with the next snapshot. */
    static final int MAX_WAITING = 16_384;

    private static final int NOT_ENDING = -1;

    private final ConnectionSource source;
    private final Map<FlowTuple, Waiting> waiting = new LinkedHashMap<>();
    private long index;
    private long nextMessageNs;
    private long snapshotDueNs;
    private long lastSnapshotNs;
    private boolean isInSnapshot;
    private boolean beginsSnapshot;
    /** How many of those that wait belong to the snapshot that ends with them. */
    private int leftOfSnapshot = NOT_ENDING;

    /** One that is new was told to nobody. */
    private record Waiting(Connection connection, boolean isNew, long sinceNs) {}

    ConnectionPublisher(final ConnectionSource source, final long index, final long nowNs) {
        this.source = source;
        this.index = index;
        nextMessageNs = nowNs;
        snapshotDueNs = nowNs;
        lastSnapshotNs = nowNs - MIN_SNAPSHOT_GAP_NS;
    }

    long index() {
        return index;
    }

    void changed(final Connection connection, final boolean isNew, final long nowNs) {
        final Waiting before = waiting.get(connection.flow());
        if (before != null && before.isNew() && !connection.isOpen()) {
            waiting.remove(connection.flow());
            leftOfSnapshot = Math.min(leftOfSnapshot, waiting.size());
        } else if (before != null) {
            waiting.put(connection.flow(), new Waiting(connection, before.isNew() && isNew, before.sinceNs()));
        } else if (waiting.size() < MAX_WAITING) {
            waiting.put(connection.flow(), new Waiting(connection, isNew, nowNs));
        }
    }

    /** All connections of the snapshot are in the queue. */
    void allHeld() {
        if (isInSnapshot) {
            leftOfSnapshot = waiting.size();
        }
    }

    /** Brings the next snapshot forward; one that is under way may have begun before the gap, so it does not count. */
    void onRequest(final long nowNs) {
        final long earliestNs = lastSnapshotNs + MIN_SNAPSHOT_GAP_NS;
        final long wantedNs = earliestNs - nowNs > 0 ? earliestNs : nowNs;
        if (wantedNs - snapshotDueNs < 0) {
            snapshotDueNs = wantedNs;
        }
    }

    void poll(final long nowNs, final StickyOutput out) {
        if (nowNs - snapshotDueNs() >= 0) {
            isInSnapshot = true;
            leftOfSnapshot = NOT_ENDING;
            beginsSnapshot = true;
            lastSnapshotNs = nowNs;
            snapshotDueNs = nowNs + SNAPSHOT_INTERVAL_NS;
            source.tellAll();
        }
        if (nowNs - nextMessageNs >= 0 && (beginsSnapshot || leftOfSnapshot == 0 || isRipe(nowNs))) {
            send(nowNs, out);
        }
    }

    private long snapshotDueNs() {
        return isInSnapshot ? lastSnapshotNs + LONGEST_SNAPSHOT_NS : snapshotDueNs;
    }

    private boolean isRipe(final long nowNs) {
        return !waiting.isEmpty() && nowNs - ripeNs() >= 0;
    }

    private long ripeNs() {
        return waiting.values().iterator().next().sinceNs() + DELAY_NS;
    }

    private void send(final long nowNs, final StickyOutput out) {
        final List<Connection> connections = new ArrayList<>();
        final Iterator<Waiting> queue = waiting.values().iterator();
        while (connections.size() < Connections.MAX_CONNECTIONS && queue.hasNext()) {
            final Waiting next = queue.next();
            if (nowNs - next.sinceNs() < DELAY_NS) {
                break;
            }
            connections.add(next.connection());
            queue.remove();
        }
        if (leftOfSnapshot != NOT_ENDING) {
            leftOfSnapshot = Math.max(0, leftOfSnapshot - connections.size());
        }
        final boolean endsSnapshot = leftOfSnapshot == 0;
        index++;
        out.send(Destination.ALL, new Connections(index, beginsSnapshot, endsSnapshot, connections));
        beginsSnapshot = false;
        if (endsSnapshot) {
            isInSnapshot = false;
            leftOfSnapshot = NOT_ENDING;
        }
        nextMessageNs = nowNs + MESSAGE_GAP_NS;
    }

    long nextDeadlineNs() {
        long deadlineNs = snapshotDueNs();
        if (beginsSnapshot || leftOfSnapshot == 0) {
            deadlineNs = nextMessageNs;
        } else if (!waiting.isEmpty()) {
            final long ripeNs = ripeNs();
            final long sendNs = ripeNs - nextMessageNs > 0 ? ripeNs : nextMessageNs;
            deadlineNs = sendNs - deadlineNs < 0 ? sendNs : deadlineNs;
        }
        return deadlineNs;
    }
}
