package io.fairlead.bench.bulk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Throughputs of all contestants, by the number of streams. */
final class Results {
    private final Map<Integer, Map<Contestant, List<Double>>> samples = new TreeMap<>();

    void add(final int streams, final Contestant contestant, final double bitsPerSecond) {
        of(streams).computeIfAbsent(contestant, none -> new ArrayList<>()).add(bitsPerSecond);
    }

    private Map<Contestant, List<Double>> of(final int streams) {
        return samples.computeIfAbsent(streams, none -> new EnumMap<>(Contestant.class));
    }

    /** The numbers of streams that were measured, ascending. */
    List<Integer> streams() {
        return List.copyOf(samples.keySet());
    }

    /** In bits per second, in the order of the rounds. */
    List<Double> samples(final int streams, final Contestant contestant) {
        return of(streams).getOrDefault(contestant, List.of());
    }

    double median(final int streams, final Contestant contestant) {
        final double[] sorted = samples(streams, contestant).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Median by median. */
    double ratio(final int streams, final Contestant one, final Contestant other) {
        return median(streams, one) / median(streams, other);
    }
}
