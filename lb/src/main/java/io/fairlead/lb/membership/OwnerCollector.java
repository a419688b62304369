package io.fairlead.lb.membership;

import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.OwnerAnswer;
import io.fairlead.lb.report.OwnerQuery;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * One owner query: asks all, asks those again that have not answered in full, and ends when all have or when the deadline has passed.
 * Each attempt has its own query id, so that chunks of two answers are not taken for one.
 */
final class OwnerCollector {

    private static final int ATTEMPTS = 4;

    /** Chunks of one answer seen without a gap. */
    private static final class Progress {
        private final Destination destination;
        private int queryId;
        private int nextChunk;

        private Progress(final Destination destination) {
            this.destination = destination;
        }

        /** True if the answer is complete with this chunk. */
        private boolean advance(final OwnerAnswer answer) {
            if (answer.chunk() == 0) {
                queryId = answer.queryId();
                nextChunk = 0;
            }
            if (answer.queryId() != queryId || answer.chunk() != nextChunk) {
                nextChunk = -1;
                return false;
            }
            nextChunk++;
            return answer.last();
        }
    }

    private final TreeMap<Integer, Progress> missing = new TreeMap<>(Integer::compareUnsigned);
    private boolean running;
    private int firstQueryId = 1;
    private int lastQueryId;
    private long retryNs;
    private long retryGapNs;
    private long deadlineNs;

    void start(final Collection<Node> asked, final long nowNs, final long deadline, final MembershipOutput out) {
        missing.clear();
        asked.forEach(node -> missing.put(node.id(), new Progress(node.destination())));
        running = true;
        deadlineNs = deadline;
        retryGapNs = Math.max(1, (deadline - nowNs) / ATTEMPTS);
        retryNs = nowNs + retryGapNs;
        lastQueryId++;
        firstQueryId = lastQueryId;
        // a broadcast, asked of somebody or not: it also says who is about to become director
        out.send(Destination.ALL, Handshake.NONE, new OwnerQuery(lastQueryId));
        endIfOver(nowNs, out);
    }

    void onAnswer(final int nodeId, final OwnerAnswer answer, final long nowNs, final MembershipOutput out) {
        if (!running || answer.queryId() < firstQueryId || answer.queryId() > lastQueryId) {
            return;
        }
        answer.clients().forEach(client -> out.ownerOfClient(client, nodeId));
        final Progress progress = missing.get(nodeId);
        if (progress != null && progress.advance(answer)) {
            missing.remove(nodeId);
            endIfOver(nowNs, out);
        }
    }

    void poll(final long nowNs, final MembershipOutput out) {
        if (!running) {
            return;
        }
        endIfOver(nowNs, out);
        if (running && nowNs - retryNs >= 0) {
            lastQueryId++;
            retryNs = nowNs + retryGapNs;
            missing.values()
                    .forEach(progress -> out.send(progress.destination, Handshake.NONE, new OwnerQuery(lastQueryId)));
        }
    }

    long nextDeadlineNs() {
        if (!running) {
            return Long.MAX_VALUE;
        }
        return retryNs - deadlineNs < 0 ? retryNs : deadlineNs;
    }

    private void endIfOver(final long nowNs, final MembershipOutput out) {
        if (missing.isEmpty() || nowNs - deadlineNs >= 0) {
            running = false;
            out.ownersCollected(List.copyOf(missing.keySet()));
        }
    }
}
