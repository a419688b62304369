package io.fairlead.tools.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values on their way to the exposition, in the types of the client library. */
final class Samples {

    private final Map<Family, List<Sample>> samples = new LinkedHashMap<>();

    /** The value of a state set is the number of its state. */
    private record Sample(Labels labels, List<String> states, double value) {}

    void add(Family family, double value, List<String> labels) {
        add(family, new Sample(Labels.of(family.labels(), labels), List.of(), value));
    }

    void add(Family family, double value, String... labels) {
        add(family, value, List.of(labels));
    }

    void add(Family family, boolean value, String... labels) {
        add(family, value ? 1 : 0, List.of(labels));
    }

    void addState(Family family, List<String> states, String state, String... labels) {
        add(family, new Sample(Labels.of(family.labels(), List.of(labels)), states, states.indexOf(state)));
    }

    private void add(Family family, Sample sample) {
        samples.computeIfAbsent(family, key -> new ArrayList<>()).add(sample);
    }

    MetricSnapshots toSnapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        samples.forEach((family, values) -> snapshots.add(snapshot(family, values)));
        return new MetricSnapshots(snapshots);
    }

    private static MetricSnapshot snapshot(Family family, List<Sample> values) {
        return switch (family.type()) {
            case COUNTER -> {
                CounterSnapshot.Builder builder =
                        CounterSnapshot.builder().name(family.name()).help(family.help());
                values.forEach(sample -> builder.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(sample.labels())
                        .value(sample.value())
                        .build()));
                yield builder.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder builder =
                        GaugeSnapshot.builder().name(family.name()).help(family.help());
                values.forEach(sample -> builder.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(sample.labels())
                        .value(sample.value())
                        .build()));
                yield builder.build();
            }
            case INFO -> {
                InfoSnapshot.Builder builder =
                        InfoSnapshot.builder().name(family.name()).help(family.help());
                values.forEach(sample -> builder.dataPoint(
                        InfoDataPointSnapshot.builder().labels(sample.labels()).build()));
                yield builder.build();
            }
            case STATESET -> {
                StateSetSnapshot.Builder builder =
                        StateSetSnapshot.builder().name(family.name()).help(family.help());
                values.forEach(sample -> builder.dataPoint(states(sample)));
                yield builder.build();
            }
        };
    }

    private static StateSetDataPointSnapshot states(Sample sample) {
        StateSetDataPointSnapshot.Builder point =
                StateSetDataPointSnapshot.builder().labels(sample.labels());
        for (int i = 0; i < sample.states().size(); i++) {
            point.state(sample.states().get(i), i == (int) sample.value());
        }
        return point.build();
    }
}
