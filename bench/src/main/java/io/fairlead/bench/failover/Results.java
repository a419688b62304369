package io.fairlead.bench.failover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was measured, the slowest timing first, and what is to be compared side by side. */
final class Results {
    private final Map<Case, List<Sample>> samples =
            new TreeMap<>(Comparator.comparing((Case key) -> key.timing().interval())
                    .reversed()
                    .thenComparing(Case::event)
                    .thenComparing(Case::product));
    private final Map<ColdStarts, List<ColdStart.Result>> coldStarts =
            new TreeMap<>(Comparator.comparing((ColdStarts key) -> key.timing().interval())
                    .reversed()
                    .thenComparing(ColdStarts::product));
    private final List<String> failures = new ArrayList<>();

    /**
     * One row of cold starts.
     *
     * @param timing how the group speaks
     * @param product who it was
     */
    record ColdStarts(Timing timing, Product product) {}

    void add(final Case key, final Sample sample) {
        samples.computeIfAbsent(key, any -> new ArrayList<>()).add(sample);
    }

    void add(final Timing timing, final Product product, final ColdStart.Result result) {
        coldStarts
                .computeIfAbsent(new ColdStarts(timing, product), any -> new ArrayList<>())
                .add(result);
    }

    /** A trial that could not go on: what happened instead. */
    void fail(final Timing timing, final Product product, final String what) {
        failures.add(timing + ", " + product + ": " + what);
    }

    Map<Case, List<Sample>> samples() {
        return samples;
    }

    Map<ColdStarts, List<ColdStart.Result>> coldStarts() {
        return coldStarts;
    }

    List<String> failures() {
        return failures;
    }
}
