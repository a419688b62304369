package io.fairlead.tools.daemon;

import io.fairlead.lb.report.FlowTuple;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Flows whose owner is being asked for: each is asked for a few times, then given up. Pure, conductor only.
 *
 * <p>While a known node is silent it may own the flow and be back in a second, so nothing is given up then: the client's
 * retransmissions go on asking.
 */
final class FlowQueries {

    static final int MAX_PENDING = 4096;
    private static final int ATTEMPTS = 3;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Map<FlowTuple, Pending> pending = new LinkedHashMap<>();

    private static final class Pending {
        private int attempts = 1;
        private long nextNs;
    }

    /** Begins to ask; false if it is asked for already or too many are. */
    boolean begin(final FlowTuple flow, final long nowNs) {
        if (pending.size() >= MAX_PENDING || pending.containsKey(flow)) {
            return false;
        }
        final Pending query = new Pending();
        query.nextNs = nowNs + RETRY_NS;
        pending.put(flow, query);
        return true;
    }

    boolean isFull() {
        return pending.size() >= MAX_PENDING;
    }

    /** A node claimed the flow; false if nobody asked. */
    boolean claimed(final FlowTuple flow) {
        return pending.remove(flow) != null;
    }

    /** Asks again or gives up. */
    void poll(
            final long nowNs,
            final boolean allHeard,
            final Consumer<FlowTuple> askAgain,
            final Consumer<FlowTuple> giveUp) {
        final Iterator<Map.Entry<FlowTuple, Pending>> entries =
                pending.entrySet().iterator();
        while (entries.hasNext()) {
            final Map.Entry<FlowTuple, Pending> entry = entries.next();
            final Pending query = entry.getValue();
            if (nowNs - query.nextNs < 0) {
                continue;
            }
            if (query.attempts < ATTEMPTS) {
                query.attempts++;
                query.nextNs = nowNs + RETRY_NS;
                askAgain.accept(entry.getKey());
            } else {
                entries.remove();
                if (allHeard) {
                    giveUp.accept(entry.getKey());
                }
            }
        }
    }

    long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (final Pending query : pending.values()) {
            deadlineNs = Math.min(deadlineNs, query.nextNs);
        }
        return deadlineNs;
    }
}
