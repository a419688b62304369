package io.fairlead.bench.bulk;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/bulk}. */
@Command(
        name = "bench/bin/bulk",
        header = "Measure bulk TCP through a node.",
        description = {
            "",
            "A client, a director and a node on one bridge, in network namespaces, whose interfaces hand on super-frames. One and "
                    + "four iperf3 streams from the client through an inline node that translates the port; through a forwarder "
                    + "in C on the same TAPs (bench/src/main/c/forwarder.c), which does nothing but read(2) and write(2); through director "
                    + "and node; and through HAProxy in TCP mode on the director. They take turns, round by round.",
            "",
            "Needs root, iperf3, HAProxy and a C compiler. Touches nothing outside its own namespaces (fairlead-bulk-*) and leaves "
                    + "nothing behind. Progress goes to standard error, the result to standard output."
        },
        footer = {"  sudo bench/bin/bulk --rounds 9", "  sudo bench/bin/bulk --json > bulk.json"})
final class BulkCommand extends BenchCommand {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "How many rounds. Default: 5.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How long each measurement lasts. Default: 3.")
    private int seconds;

    public static void main(final String[] args) {
        execute(new BulkCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) {
        return new Report(new BulkBenchmark(rounds, seconds, progress).run());
    }
}
