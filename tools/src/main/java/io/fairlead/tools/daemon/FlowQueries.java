package io.fairlead.tools.daemon;

import io.fairlead.lb.report.FlowTuple;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Flows whose owner is being asked for. Giving one up resets a connection, so it takes proof: it was asked for several times, and since
 * then every node was heard. A node that is silent, or whose frames get lost, may own the flow and be back in a second; the question
 * then ends without an answer, and the client's retransmissions begin it anew. Pure, conductor only.
 */
final class FlowQueries {

    static final int MAX_PENDING = 4096;
    private static final int QUICK_ATTEMPTS = 5;

    /** How often it is asked for after every node was heard, so that not all of these questions were lost. */
    private static final int ATTEMPTS_ONCE_HEARD = 4;

    static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long SLOW_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Longer than a node that was just started needs until it believes us. */
    static final long LEAST_NS = TimeUnit.SECONDS.toNanos(2);

    /** Shorter than the data path waits for an answer before it asks again. */
    static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(4500);

    private final Map<FlowTuple, Pending> pending = new LinkedHashMap<>();

    private static final class Pending {
        private long sinceNs;
        private int attempts;
        private int attemptsOnceHeard;
        private long nextNs;

        Pending(final long nowNs) {
            begin(nowNs);
        }

        void begin(final long nowNs) {
            sinceNs = nowNs;
            attempts = 1;
            attemptsOnceHeard = 0;
            nextNs = nowNs + RETRY_NS;
        }

        void next(final long nowNs, final boolean areAllHeard) {
            attempts++;
            if (areAllHeard) {
                attemptsOnceHeard++;
            }
            final boolean isQuick =
                    attempts < QUICK_ATTEMPTS || (attemptsOnceHeard > 0 && attemptsOnceHeard <= ATTEMPTS_ONCE_HEARD);
            nextNs = nowNs + (isQuick ? RETRY_NS : SLOW_RETRY_NS);
        }
    }

    /** Begins to ask; false if it is asked for already or too many are. */
    boolean begin(final FlowTuple flow, final long nowNs) {
        if (pending.size() >= MAX_PENDING || pending.containsKey(flow)) {
            return false;
        }
        pending.put(flow, new Pending(nowNs));
        return true;
    }

    boolean isFull() {
        return pending.size() >= MAX_PENDING;
    }

    /** A node claimed the flow; false if nobody asked. */
    boolean claimed(final FlowTuple flow) {
        return pending.remove(flow) != null;
    }

    /** A node has come back, and heard nothing of what was asked before. */
    void askAnew(final long nowNs) {
        pending.values().forEach(query -> query.begin(nowNs));
    }

    /** Asks again or gives up; {@code haveAllBeenHeardSince} is asked about the time a question began. */
    void poll(
            final long nowNs,
            final LongPredicate haveAllBeenHeardSince,
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
            if (query.attemptsOnceHeard >= ATTEMPTS_ONCE_HEARD && nowNs - query.sinceNs >= LEAST_NS) {
                entries.remove();
                giveUp.accept(entry.getKey());
            } else if (nowNs - query.sinceNs >= PATIENCE_NS) {
                entries.remove();
            } else {
                query.next(nowNs, haveAllBeenHeardSince.test(query.sinceNs));
                askAgain.accept(entry.getKey());
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
