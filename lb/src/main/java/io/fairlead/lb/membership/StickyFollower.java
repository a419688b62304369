package io.fairlead.lb.membership;

import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.StickyDelta;
import io.fairlead.lb.report.StickyRequest;
import io.fairlead.lb.report.StickySnapshot;
import io.fairlead.netstack.wire.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A backup's side of one director. What arrives is applied at once, gap or no gap: it is newer than what is held. After a gap a
 * snapshot is asked for, until one has come whole.
 */
final class StickyFollower {

    private final StickyConfig config;
    private final Map<IpAddress, Integer> table;
    private final StickyReplica replica;
    private final Destination director;
    private boolean epochKnown;
    private long epoch;
    private long lastIndex;
    private boolean inSync;
    private long requestNs;
    /** The chunk that continues the snapshot under way; negative if none is, or if it has a gap. */
    private int expectedChunk = -1;
    /** Clients that were set since the snapshot under way began; the others are forgotten at its end. */
    private final Set<IpAddress> set = new HashSet<>();

    StickyFollower(
            final StickyConfig config,
            final Map<IpAddress, Integer> table,
            final StickyReplica replica,
            final Destination director,
            final long nowNs) {
        this.config = config;
        this.table = table;
        this.replica = replica;
        this.director = director;
        requestNs = nowNs + config.requestDelayNs();
    }

    int directorId() {
        return director.nodeId();
    }

    boolean isInSync() {
        return inSync;
    }

    void onDelta(final StickyDelta delta, final long nowNs) {
        enter(delta.epoch());
        if (delta.index() != lastIndex + 1) {
            expectedChunk = -1;
            missed(nowNs);
        }
        lastIndex = delta.index();
        apply(delta.assignments());
    }

    void onSnapshot(final StickySnapshot snapshot, final long nowNs) {
        enter(snapshot.epoch());
        if (snapshot.index() != lastIndex) {
            expectedChunk = -1;
            missed(nowNs);
        }
        if (snapshot.chunk() == 0) {
            expectedChunk = 0;
            lastIndex = snapshot.index();
            set.clear();
        }
        apply(snapshot.assignments());
        // a chunk that got lost leaves whoever was in sync in sync: a snapshot says nothing new to it
        expectedChunk = snapshot.chunk() == expectedChunk ? expectedChunk + 1 : -1;
        if (expectedChunk > 0) {
            requestNs = nowNs + config.requestDelayNs();
            if (snapshot.last()) {
                forgetOthers();
                expectedChunk = -1;
                inSync = true;
            }
        }
    }

    private void enter(final long newEpoch) {
        if (!epochKnown || epoch != newEpoch) {
            epochKnown = true;
            epoch = newEpoch;
            lastIndex = 0;
            inSync = false;
            expectedChunk = -1;
        }
    }

    private void missed(final long nowNs) {
        if (inSync) {
            inSync = false;
            requestNs = nowNs;
        }
    }

    private void apply(final List<Assignment> assignments) {
        for (final Assignment assignment : assignments) {
            final IpAddress client = assignment.client();
            if (assignment.nodeId() == Assignment.NOBODY) {
                table.remove(client);
                replica.remove(client);
                set.remove(client);
            } else {
                table.put(client, assignment.nodeId());
                replica.put(client, assignment.nodeId());
                set.add(client);
            }
        }
    }

    private void forgetOthers() {
        final List<IpAddress> others =
                table.keySet().stream().filter(client -> !set.contains(client)).toList();
        others.forEach(client -> {
            table.remove(client);
            replica.remove(client);
        });
        set.clear();
    }

    void poll(final long nowNs, final StickyOutput out) {
        if (!inSync && nowNs - requestNs >= 0) {
            requestNs = nowNs + config.requestDelayNs();
            out.send(director, new StickyRequest(epoch, lastIndex));
        }
    }

    long nextDeadlineNs() {
        return inSync ? Long.MAX_VALUE : requestNs;
    }
}
