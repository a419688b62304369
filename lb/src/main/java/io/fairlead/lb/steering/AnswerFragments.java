package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FragmentTable;
import io.fairlead.netstack.counter.CounterSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Answers that the kernel cuts into fragments in connections to the own address of another node: the first one, which has the ports, says whose address that is, and it becomes
 * the source of all. A kernel sends the first one first, and the last one last. Belongs to one data-path thread; allocates nothing.
 */
final class AnswerFragments {

    private static final int CAPACITY = 4096;

    private final Situation situation;
    private final FragmentTable table = new FragmentTable(CAPACITY);
    private final SweepPace pace = new SweepPace(CAPACITY);
    private final AtomicCounter tableFull;

    AnswerFragments(final Situation situation, final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.tableFull = counters.get(SteeringCounter.FRAGMENT_TABLE_FULL);
    }

    void start(final long nowNs) {
        pace.start(nowNs);
    }

    void sweep(final long nowNs) {
        table.sweep(pace.due(nowNs), situation.seconds());
    }

    /** A datagram begins. One with the same identification may have lost its end. */
    void begin(final PacketView view) {
        if (view.selectDatagram(table)) {
            table.remove();
        }
    }

    /** The first fragment of the datagram was given this source. */
    void remember(final PacketView view, final long high, final long low) {
        view.selectDatagram(table);
        if (!table.put(high, low, situation.seconds())) {
            tableFull.incrementRelease();
        }
    }

    /** Gives a later fragment the source of its first one; false if that was left as it was. */
    boolean back(final PacketView view) {
        if (!view.selectDatagram(table)) {
            return false;
        }
        view.rewriteSource(table.nodeHigh(), table.nodeLow());
        if (view.isLastFragment()) {
            table.remove();
        }
        return true;
    }
}
