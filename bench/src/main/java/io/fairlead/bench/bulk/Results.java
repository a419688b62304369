package io.fairlead.bench.bulk;

import io.fairlead.bench.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
        return Median.of(samples(streams, contestant).stream().mapToDouble(Double::doubleValue));
    }

    /** One median by the other. */
    double ratioOfMedians(final int streams, final Contestant one, final Contestant other) {
        return median(streams, one) / median(streams, other);
    }

    /** The median of the rounds' ratios: what else the machine does in one round concerns both. */
    double medianOfRatios(final int streams, final Contestant one, final Contestant other) {
        final List<Double> ones = samples(streams, one);
        final List<Double> others = samples(streams, other);
        return Median.of(IntStream.range(0, ones.size()).mapToDouble(round -> ones.get(round) / others.get(round)));
    }
}
