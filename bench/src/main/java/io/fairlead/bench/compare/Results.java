package io.fairlead.bench.compare;

import io.fairlead.bench.Rounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The figures of all contestants. */
final class Results {
    private final Rounds<Measure, Contestant> figures = new Rounds<>();
    private final List<Double> busyCores = new ArrayList<>();
    private final Map<Contestant, Long> lost = new EnumMap<>(Contestant.class);

    void add(final Measure measure, final Contestant contestant, final double value) {
        figures.add(measure, contestant, value);
    }

    /** How busy others kept the machine before a round. */
    void addBusyCores(final double cores) {
        busyCores.add(cores);
    }

    /** The most that others took before a round; 0 if that was not looked at. */
    double mostBusyCores() {
        return busyCores.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Connections that were not answered. */
    void addLost(final Contestant contestant, final long connections) {
        lost.merge(contestant, connections, Long::sum);
    }

    long lost(final Contestant contestant) {
        return lost.getOrDefault(contestant, 0L);
    }

    Rounds<Measure, Contestant> figures() {
        return figures;
    }

    /** First what was reached, then what it took; with offloads first. */
    List<Measure> measures() {
        return figures.rows().stream()
                .sorted(Comparator.comparing(Measure::hasOffloads)
                        .reversed()
                        .thenComparing(measure -> measure.unit() == Unit.CPU_SECONDS_PER_GIGABYTE
                                || measure.unit() == Unit.CPU_MICROSECONDS_PER_REQUEST))
                .toList();
    }

    /** Who of Fairlead and another one has the better figure, in the median of the rounds' ratios. */
    Contestant ahead(final Measure measure, final Contestant other) {
        final double ratio = figures.medianOfRatios(measure, Contestant.FAIRLEAD, other);
        final boolean isBetter = measure.unit().isMoreBetter() ? ratio > 1 : ratio < 1;
        return isBetter ? Contestant.FAIRLEAD : other;
    }
}
