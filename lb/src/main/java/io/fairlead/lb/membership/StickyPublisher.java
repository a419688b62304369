package io.fairlead.lb.membership;

import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.StickyDelta;
import io.fairlead.lb.report.StickySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;

/**
 * The director's side of one epoch. A chunk of a snapshot holds the assignments as they are when it is sent, and what waits for a delta
 * is sent before it; so a node that got every delta and chunk since the snapshot began holds what the director holds.
 */
final class StickyPublisher {

    private final StickyConfig config;
    private final Int2IntHashMap table;
    private final long epoch;
    private final Map<Integer, Integer> unsent = new LinkedHashMap<>();
    private long index;
    private long flushNs;

    private long snapshotDueNs;
    private long lastSnapshotNs;
    /** Clients of the snapshot under way, if {@code nextChunk} is not negative. */
    private int[] snapshotClients = new int[0];

    private int nextChunk = -1;
    private long nextBurstNs;

    StickyPublisher(final StickyConfig config, final Int2IntHashMap table, final long epoch, final long nowNs) {
        this.config = config;
        this.table = table;
        this.epoch = epoch;
        snapshotDueNs = nowNs;
        lastSnapshotNs = nowNs - config.minSnapshotGapNs();
    }

    void changed(final int client, final int nodeId, final long nowNs, final StickyOutput out) {
        if (unsent.isEmpty()) {
            flushNs = nowNs + config.batchDelayNs();
        }
        unsent.put(client, nodeId);
        if (unsent.size() == Assignment.MAX_IN_MESSAGE) {
            flush(out);
        }
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
        index++;
        out.send(Destination.ALL, new StickyDelta(epoch, index, assignments));
    }

    private void beginSnapshot(final long nowNs) {
        snapshotClients = new int[table.size()];
        int count = 0;
        final Int2IntHashMap.KeyIterator clients = table.keySet().iterator();
        while (clients.hasNext()) {
            snapshotClients[count++] = clients.nextValue();
        }
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
            final int from = nextChunk * Assignment.MAX_IN_MESSAGE;
            final int to = Math.min(snapshotClients.length, from + Assignment.MAX_IN_MESSAGE);
            final boolean last = to == snapshotClients.length;
            out.send(Destination.ALL, new StickySnapshot(epoch, index, nextChunk, last, chunk(from, to)));
            nextChunk = last ? -1 : nextChunk + 1;
        }
        nextBurstNs = nowNs + config.burstGapNs();
    }

    private List<Assignment> chunk(final int from, final int to) {
        final List<Assignment> assignments = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            final int nodeId = table.get(snapshotClients[i]);
            if (nodeId != Assignment.NOBODY) {
                assignments.add(new Assignment(snapshotClients[i], nodeId));
            }
        }
        return assignments;
    }
}
