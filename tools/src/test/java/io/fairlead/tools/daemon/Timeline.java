package io.fairlead.tools.daemon;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** Virtual time: what is planned happens in order of its time, and in the order it was planned if the times are equal. */
final class Timeline implements NanoClock {

    // not zero: nothing may rely on where the clock starts
    private long nowNs = TimeUnit.HOURS.toNanos(3);
    private long planned;
    private final PriorityQueue<Event> events = new PriorityQueue<>();

    private record Event(long atNs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            return atNs == other.atNs ? Long.compare(number, other.number) : Long.compare(atNs, other.atNs);
        }
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    void at(final long atNs, final Runnable action) {
        events.add(new Event(Math.max(atNs, nowNs), planned++, action));
    }

    void after(final long delayNs, final Runnable action) {
        at(nowNs + delayNs, action);
    }

    void runFor(final long durationNs) {
        final long endNs = nowNs + durationNs;
        for (Event next = events.peek(); next != null && next.atNs <= endNs; next = events.peek()) {
            events.remove();
            nowNs = next.atNs;
            next.action.run();
        }
        nowNs = endNs;
    }
}
