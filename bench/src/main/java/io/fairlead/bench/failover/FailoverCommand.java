package io.fairlead.bench.failover;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/failover}. */
@Command(
        name = "bench/bin/failover",
        header = "Measure for how long clients notice that the director changes.",
        description = {
            "",
            "Three nodes and a client on one bridge, in network namespaces. Fairlead and keepalived take turns on the same nodes. "
                    + "The client pings the virtual IP each millisecond; a gap is the longest silence between two answers. "
                    + "Through Fairlead's virtual IP there are six connections as well, to servers on the nodes; those that "
                    + "ended during an event are counted as broken. When keepalived is killed, its address is removed at once, as "
                    + "if the machine had died.",
            "",
            "A cold start starts the nodes in any order within a third of an interval each. It counts how often a node of lower "
                    + "priority became director for a moment, and after how many starts the client was left with the MAC address "
                    + "of another node than the director.",
            "",
            "Needs root and keepalived. Touches nothing outside its own namespaces (fairlead-failover-*) and leaves nothing "
                    + "behind. Progress goes to standard error, the result to standard output. The exit code is 1 when a run failed."
        },
        footer = {
            "  sudo bench/bin/failover --runs 20",
            "  sudo bench/bin/failover --quick --timing v2-1000ms",
            "  sudo bench/bin/failover --json > failover.json"
        })
final class FailoverCommand extends BenchCommand {
    private static final int QUICK_RUNS = 2;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "How often each event. Default: 5.")
    private int runs;

    @Option(
            names = "--cold-starts",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many cold starts. Default: 20.")
    private int coldStarts;

    @Option(names = "--quick", description = "Two runs and two cold starts, to see that it works.")
    private boolean quick;

    @Option(
            names = "--timing",
            paramLabel = "TIMING",
            split = ",",
            completionCandidates = Timings.class,
            description = "Only these, of: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<String> timings = FailoverBenchmark.timings();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the moments at which events happen. Default: 1.")
    private long seed;

    private static final class Timings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return FailoverBenchmark.timings().iterator();
        }
    }

    public static void main(final String[] args) {
        execute(new FailoverCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) {
        require(FailoverBenchmark.timings().containsAll(timings), "--timing: one of " + FailoverBenchmark.timings());
        return new Report(
                new FailoverBenchmark(quick ? QUICK_RUNS : runs, quick ? QUICK_RUNS : coldStarts, seed, progress)
                        .run(timings));
    }
}
