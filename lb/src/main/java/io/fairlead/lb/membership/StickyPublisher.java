package io.fairlead.lb.membership;

import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.ClientRoom;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.StickyDelta;
import io.fairlead.lb.report.StickySnapshot;
import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The director's side of one epoch. A chunk of a snapshot holds the assignments as they are when it is sent, and what waits for a delta
 * is sent before it; so a node that got every delta and chunk since the snapshot began holds what the director holds.
 */
final class StickyPublisher {

    private final StickyConfig config;
    private final Map<IpAddress, Integer> table;
    private final long epoch;
    private final Map<IpAddress, Integer> unsent = new LinkedHashMap<>();
    private final ClientRoom unsentRoom = ClientRoom.ofAssignments();
    private final ClientRoom chunkRoom = ClientRoom.ofAssignments();
    private long index;
    private long flushNs;

    private long snapshotDueNs;
    private long lastSnapshotNs;
    /** Clients of the snapshot under way, if {@code nextChunk} is not negative. */
    private List<IpAddress> snapshotClients = List.of();

    /** The first of them that was not sent. */
    private int nextClient;

    private int nextChunk = -1;
    private long nextBurstNs;

    StickyPublisher(
            final StickyConfig config, final Map<IpAddress, Integer> table, final long epoch, final long nowNs) {
        this.config = config;
        this.table = table;
        this.epoch = epoch;
        snapshotDueNs = nowNs;
        lastSnapshotNs = nowNs - config.minSnapshotGapNs();
    }

    void changed(final IpAddress client, final int nodeId, final long nowNs, final StickyOutput out) {
        if (!unsent.containsKey(client) && !unsentRoom.take(client)) {
            flush(out);
            unsentRoom.take(client);
        }
        if (unsent.isEmpty()) {
            flushNs = nowNs + config.batchDelayNs();
        }
        unsent.put(client, nodeId);
    }

    /** Brings the next snapshot forward; one that is under way may have begun before the gap, so it does not count. */
    void onRequest(final long nowNs) {
        final long earliestNs = lastSnapshotNs + config.minSnapshotGapNs();
        final long wantedNs = earliestNs - nowNs > 0 ? earliestNs : nowNs;
        if (wantedNs - snapshotDueNs < 0) {
            snapshotDueNs = wantedNs;
        }
    }

    void poll(final long nowNs, final StickyOutput out) {
        if (!unsent.isEmpty() && nowNs - flushNs >= 0) {
            flush(out);
        }
        if (nextChunk < 0 && nowNs - snapshotDueNs >= 0) {
            beginSnapshot(nowNs);
        }
        if (nextChunk >= 0 && nowNs - nextBurstNs >= 0) {
            burst(nowNs, out);
        }
    }

    long nextDeadlineNs() {
        long deadline = nextChunk >= 0 ? nextBurstNs : snapshotDueNs;
        if (!unsent.isEmpty() && flushNs - deadline < 0) {
            deadline = flushNs;
        }
        return deadline;
    }

    private void flush(final StickyOutput out) {
        final List<Assignment> assignments = new ArrayList<>(unsent.size());
        unsent.forEach((client, nodeId) -> assignments.add(new Assignment(client, nodeId)));
        unsent.clear();
        unsentRoom.clear();
        index++;
        out.send(Destination.ALL, new StickyDelta(epoch, index, assignments));
    }

    private void beginSnapshot(final long nowNs) {
        snapshotClients = List.copyOf(table.keySet());
        nextClient = 0;
        nextChunk = 0;
        nextBurstNs = nowNs;
        lastSnapshotNs = nowNs;
        snapshotDueNs = nowNs + config.snapshotIntervalNs();
    }

    private void burst(final long nowNs, final StickyOutput out) {
        if (!unsent.isEmpty()) {
            flush(out);
        }
        for (int i = 0; i < config.chunksPerBurst() && nextChunk >= 0; i++) {
            final List<Assignment> assignments = nextAssignments();
            final boolean last = nextClient == snapshotClients.size();
            out.send(Destination.ALL, new StickySnapshot(epoch, index, nextChunk, last, assignments));
            nextChunk = last ? -1 : nextChunk + 1;
        }
        nextBurstNs = nowNs + config.burstGapNs();
    }

    private List<Assignment> nextAssignments() {
        final List<Assignment> assignments = new ArrayList<>();
        chunkRoom.clear();
        for (; nextClient < snapshotClients.size(); nextClient++) {
            final IpAddress client = snapshotClients.get(nextClient);
            final int nodeId = table.getOrDefault(client, Assignment.NOBODY);
            // one that is forgotten since the snapshot began was in a delta
            if (nodeId != Assignment.NOBODY) {
                if (!chunkRoom.take(client)) {
                    break;
                }
                assignments.add(new Assignment(client, nodeId));
            }
        }
        return assignments;
    }
}
