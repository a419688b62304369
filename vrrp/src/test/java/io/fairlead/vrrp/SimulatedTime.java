package io.fairlead.vrrp;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is planned happens in order, and nothing happens in between. */
public final class SimulatedTime {

    private record Event(long timeNs, long sequence, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::sequence));
    private long sequence;
    private long nowNs;

    public long nowNs() {
        return nowNs;
    }

    public void at(final long timeNs, final Runnable action) {
        events.add(new Event(timeNs, sequence++, action));
    }

    /** Looks at everything before each event. */
    public void runUntil(final long endNs, final Runnable beforeEvent) {
        while (!events.isEmpty() && events.peek().timeNs() <= endNs) {
            final Event event = events.remove();
            nowNs = event.timeNs();
            beforeEvent.run();
            event.action().run();
        }
        nowNs = endNs;
    }
}
