package io.fairlead.bench;

import java.util.stream.DoubleStream;

/** The middle of many. */
public final class Median {

    private Median() {}

    /**
     * The median.
     *
     * @param values in any order
     * @return the middle one, or the mean of the middle two; not a number if there is none
     */
    public static double of(final DoubleStream values) {
        final double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
