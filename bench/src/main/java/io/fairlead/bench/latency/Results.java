package io.fairlead.bench.latency;

import io.fairlead.bench.Answers;
import io.fairlead.bench.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Times of answers and idle load of all contestants, round by round. */
final class Results {
    private static final double MEDIAN = 50;

    private final Map<Question, Map<Contestant, List<Histogram>>> answers = new EnumMap<>(Question.class);
    private final Map<Question, Map<Contestant, Integer>> lost = new EnumMap<>(Question.class);
    private final Map<Contestant, List<Map<String, Double>>> idle = new EnumMap<>(Contestant.class);

    void add(final Question question, final Contestant contestant, final Histogram ns, final int lostAnswers) {
        answers.computeIfAbsent(question, none -> new EnumMap<>(Contestant.class))
                .computeIfAbsent(contestant, none -> new ArrayList<>())
                .add(ns);
        lost.computeIfAbsent(question, none -> new EnumMap<>(Contestant.class))
                .merge(contestant, lostAnswers, Integer::sum);
    }

    /** Shares of a core by thread, in percent. */
    void addIdle(final Contestant contestant, final Map<String, Double> percentByThread) {
        idle.computeIfAbsent(contestant, none -> new ArrayList<>()).add(percentByThread);
    }

    boolean has(final Question question, final Contestant contestant) {
        return !rounds(question, contestant).isEmpty();
    }

    int lost(final Question question, final Contestant contestant) {
        return lost.getOrDefault(question, Map.of()).getOrDefault(contestant, 0);
    }

    /** All rounds together. */
    Histogram all(final Question question, final Contestant contestant) {
        final Histogram sum = Answers.histogram();
        rounds(question, contestant).forEach(sum::add);
        return sum;
    }

    /** The medians of the rounds, in microseconds. */
    List<Double> medians(final Question question, final Contestant contestant) {
        return rounds(question, contestant).stream()
                .map(round -> round.getValueAtPercentile(MEDIAN) / 1e3)
                .toList();
    }

    /** Microseconds that a contestant adds to the bridge's median, round by round. */
    List<Double> added(final Question question, final Contestant contestant) {
        final List<Double> medians = medians(question, contestant);
        final List<Double> bridge = medians(question, Contestant.BRIDGE);
        return IntStream.range(0, medians.size())
                .mapToObj(round -> medians.get(round) - bridge.get(round))
                .toList();
    }

    /** What one adds by what the other adds; the median of the rounds. */
    double ratioOfAdded(final Question question, final Contestant one, final Contestant other) {
        final List<Double> ones = added(question, one);
        final List<Double> others = added(question, other);
        return Median.of(IntStream.range(0, ones.size()).mapToDouble(round -> ones.get(round) / others.get(round)));
    }

    private List<Histogram> rounds(final Question question, final Contestant contestant) {
        return answers.getOrDefault(question, Map.of()).getOrDefault(contestant, List.of());
    }

    /** Percent of a core; the median of the rounds. */
    double idlePercent(final Contestant contestant) {
        return Median.of(
                idle.getOrDefault(contestant, List.of()).stream().mapToDouble(threads -> threads.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum()));
    }

    /** The same for each thread that was there in any round. */
    Map<String, Double> idlePercentByThread(final Contestant contestant) {
        final Map<String, Double> medians = new TreeMap<>();
        final List<Map<String, Double>> rounds = idle.getOrDefault(contestant, List.of());
        rounds.forEach(round -> round.keySet()
                .forEach(thread -> medians.put(
                        thread, Median.of(rounds.stream().mapToDouble(threads -> threads.getOrDefault(thread, 0.0))))));
        return medians;
    }
}
