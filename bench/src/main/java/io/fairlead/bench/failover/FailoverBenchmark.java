package io.fairlead.bench.failover;

import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.Segment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs all trials: for each timing one segment, on which the products take turns. */
final class FailoverBenchmark {
    private static final String NAME = "fairlead-failover";
    private static final List<Timing> TIMINGS = List.of(
            new Timing(2, Duration.ofSeconds(1)),
            new Timing(3, Duration.ofMillis(100)),
            new Timing(3, Duration.ofMillis(10)));
    private static final int CLIENT_HOST = 11;

    private final int runs;
    private final int coldStarts;
    private final Random random;
    private final PrintWriter progress;
    private final Results results = new Results();

    FailoverBenchmark(final int runs, final int coldStarts, final long seed, final PrintWriter progress) {
        this.runs = runs;
        this.coldStarts = coldStarts;
        this.random = new Random(seed);
        this.progress = progress;
    }

    /** All timings, as {@code --timing} calls them. */
    static List<String> timings() {
        return TIMINGS.stream().map(FailoverBenchmark::shortName).toList();
    }

    private static String shortName(final Timing timing) {
        return "v" + timing.version() + "-" + timing.interval().toMillis() + "ms";
    }

    Results run(final List<String> wanted) {
        TIMINGS.stream().filter(timing -> wanted.contains(shortName(timing))).forEach(this::run);
        return results;
    }

    private void run(final Timing timing) {
        final LabPlan plan = new LabPlan(NAME, Path.of("/run", NAME), Launcher.find());
        final Segment segment = new Segment(plan);
        // Ctrl-C, and any other end of this process short of kill -9, takes everything with it.
        final Thread cleaner = new Thread(segment::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        try (segment) {
            segment.build();
            for (int i = 0; i < Group.NODES.size(); i++) {
                segment.addStation(Group.NODES.get(i), i + 1);
            }
            segment.addStation(Group.CLIENT, CLIENT_HOST);
            Connections.serve(segment);
            Connections.addAddresses(segment.client(Group.CLIENT));
            final Map<Product, Group> groups = new EnumMap<>(Product.class);
            for (final Product product : Product.values()) {
                groups.put(product, new Group(plan, segment, product, timing));
            }
            for (int i = 1; i <= runs; i++) {
                final String turn = "run " + i + " of " + runs;
                groups.forEach((product, group) -> attempt(turn, timing, product, () -> new Trial(
                                group,
                                timing,
                                random,
                                (event, sample) -> results.add(new Case(timing, event, product), sample))
                        .run()));
            }
            for (int i = 1; i <= coldStarts; i++) {
                final String turn = "cold start " + i + " of " + coldStarts;
                groups.forEach((product, group) -> attempt(
                        turn,
                        timing,
                        product,
                        () -> results.add(timing, product, new ColdStart(group, timing, random).run())));
            }
        }
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }

    private void attempt(final String turn, final Timing timing, final Product product, final Runnable trial) {
        progress.println(timing + ", " + product + ": " + turn);
        try {
            trial.run();
        } catch (final LabException e) {
            progress.println("  failed: " + e.getMessage());
            results.fail(timing, product, turn + ": " + e.getMessage());
        }
    }
}
