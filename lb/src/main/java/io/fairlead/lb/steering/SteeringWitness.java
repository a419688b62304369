package io.fairlead.lb.steering;

import io.fairlead.netstack.counter.CounterSet;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Says what the steering has done with a frame: which counters it moved for it, and why a node was chosen. So the steering itself need not note for each frame what
 * hardly ever anybody asks for. One data-path thread; allocates nothing.
 */
public final class SteeringWitness {

    /** All that only frames move; others move between them too. */
    private static final Set<SteeringCounter> OF_FRAMES = EnumSet.complementOf(EnumSet.of(
            SteeringCounter.OWN_CONNECTIONS_ACTIVE,
            SteeringCounter.STICKY_TABLE_FULL,
            SteeringCounter.STEERING_EVENTS_LOST,
            SteeringCounter.STEERING_COMMANDS_LOST,
            SteeringCounter.RESETS,
            SteeringCounter.PROBES,
            SteeringCounter.CONNECTIONS_NOT_KEPT,
            SteeringCounter.CLOCK_GAPS));

    /** What tells where new connections go. */
    private static final Set<SteeringCounter> OF_NEW_CONNECTIONS =
            EnumSet.of(SteeringCounter.NEW_FLOWS, SteeringCounter.REFUSED_NO_NODE, SteeringCounter.STEERED);

    private final Assigner assigner;
    private final AtomicCounter[] counters;
    private final long[] bits;
    private final long[] before;

    private SteeringWitness(
            final Steering steering, final CounterSet<SteeringCounter> counted, final Set<SteeringCounter> looksAt) {
        assigner = steering.assigner();
        final SteeringCounter[] chosen = looksAt.toArray(new SteeringCounter[0]);
        counters = new AtomicCounter[chosen.length];
        bits = new long[chosen.length];
        before = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            counters[i] = counted.get(chosen[i]);
            bits[i] = bit(chosen[i]);
        }
    }

    /**
     * A witness of one thread that tells all there is to tell of a frame.
     *
     * @param steering of the thread
     * @param counted by it
     * @return a witness
     */
    public static SteeringWitness ofFrames(final Steering steering, final CounterSet<SteeringCounter> counted) {
        return new SteeringWitness(steering, counted, OF_FRAMES);
    }

    /**
     * A faster one, that tells only whether a frame has begun a connection, and whether that went to another node.
     *
     * @param steering of the thread
     * @param counted by it
     * @return a witness
     */
    public static SteeringWitness ofNewConnections(final Steering steering, final CounterSet<SteeringCounter> counted) {
        return new SteeringWitness(steering, counted, OF_NEW_CONNECTIONS);
    }

    /**
     * The bit of a counter in {@link #moved}.
     *
     * @param counter any
     * @return a number with one bit set
     */
    @SuppressWarnings("EnumOrdinal") // never leaves the process
    public static long bit(final SteeringCounter counter) {
        return 1L << counter.ordinal();
    }

    /** A frame is about to be decided. */
    public void before() {
        assigner.forget();
        for (int i = 0; i < counters.length; i++) {
            before[i] = counters[i].getPlain();
        }
    }

    /**
     * The counters that were moved since {@link #before}.
     *
     * @return a set of {@link #bit}
     */
    public long moved() {
        long moved = 0;
        for (int i = 0; i < counters.length; i++) {
            if (counters[i].getPlain() != before[i]) {
                moved |= bits[i];
            }
        }
        return moved;
    }

    /**
     * Why a node was chosen.
     *
     * @return {@link ChosenBy#NOBODY} if none was
     */
    public ChosenBy chosenBy() {
        return assigner.chosenBy();
    }
}
