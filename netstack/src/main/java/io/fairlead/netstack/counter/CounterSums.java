package io.fairlead.netstack.counter;

import java.util.List;

/**
 * The counters of one enum of which several threads have a set each, read as one. Each read is a few loads; any thread.
 *
 * @param sets of each thread
 * @param <E> the enum that names them
 */
public record CounterSums<E extends Enum<E>>(List<CounterSet<E>> sets) {

    /** Keeps the sets as they are now. */
    public CounterSums {
        sets = List.copyOf(sets);
    }

    /**
     * What all threads have counted.
     *
     * @param descriptor the constant
     * @return the sum
     */
    public long get(final E descriptor) {
        long sum = 0;
        for (int i = 0; i < sets.size(); i++) {
            sum += sets.get(i).get(descriptor).get();
        }
        return sum;
    }
}
