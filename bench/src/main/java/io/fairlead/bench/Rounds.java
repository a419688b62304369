package io.fairlead.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What contestants that take turns have reached, one number a round.
 *
 * @param <R> what a row of a table is about
 * @param <C> a contestant
 */
public final class Rounds<R, C> {

    private final Map<R, Map<C, List<Double>>> samples = new LinkedHashMap<>();

    /** Nothing yet. */
    public Rounds() {}

    /**
     * Adds what was measured in the next round.
     *
     * @param row what
     * @param contestant of whom
     * @param value the figure
     */
    public void add(final R row, final C contestant, final double value) {
        samples.computeIfAbsent(row, none -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, none -> new ArrayList<>())
                .add(value);
    }

    /**
     * What was measured at all.
     *
     * @return in the order in which it was first
     */
    public List<R> rows() {
        return List.copyOf(samples.keySet());
    }

    /**
     * All figures of a contestant.
     *
     * @param row what
     * @param contestant of whom
     * @return in the order of the rounds
     */
    public List<Double> samples(final R row, final C contestant) {
        return List.copyOf(samples.getOrDefault(row, Map.of()).getOrDefault(contestant, List.of()));
    }

    /**
     * The median of a contestant.
     *
     * @param row what
     * @param contestant of whom
     * @return not a number if it was never measured
     */
    public double median(final R row, final C contestant) {
        return Median.of(samples(row, contestant).stream().mapToDouble(Double::doubleValue));
    }

    /**
     * One median by the other.
     *
     * @param row what
     * @param one contestant
     * @param other contestant
     * @return a ratio
     */
    public double ratioOfMedians(final R row, final C one, final C other) {
        return median(row, one) / median(row, other);
    }

    /**
     * The ratios within each round: what else the machine does in one round concerns both.
     *
     * @param row what
     * @param one contestant
     * @param other contestant
     * @return as many as there are rounds that both have ended
     */
    public List<Double> ratios(final R row, final C one, final C other) {
        final List<Double> ones = samples(row, one);
        final List<Double> others = samples(row, other);
        return IntStream.range(0, Math.min(ones.size(), others.size()))
                .mapToObj(round -> ones.get(round) / others.get(round))
                .toList();
    }

    /**
     * The median of {@link #ratios}.
     *
     * @param row what
     * @param one contestant
     * @param other contestant
     * @return not a number if there are none
     */
    public double medianOfRatios(final R row, final C one, final C other) {
        return Median.of(ratios(row, one, other).stream().mapToDouble(Double::doubleValue));
    }
}
