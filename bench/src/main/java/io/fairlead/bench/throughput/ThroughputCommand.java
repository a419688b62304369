package io.fairlead.bench.throughput;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/throughput}. */
@Command(
        name = "bench/bin/throughput",
        header = "Measure how many frames a second one core takes from TAP to TAP.",
        description = {
            "",
            "Fairlead's data path as a scanning node has it, with read(2) and write(2) and through io_uring: each frame of 60 bytes is "
                    + "classified, its flow looked up, its port translated, and counted. Beside it, in turn and on the same core, two C "
                    + "programs that do nothing but hand frames over: one by read(2) and write(2), one by io_uring. A generator on the second core sends more than any of "
                    + "them can take; what finds the TAP full is not counted as lost.",
            "",
            "Ratios are medians of ratios within a round. Needs root, cc and two cores. Touches nothing outside its own namespace (fairlead-throughput) and "
                    + "leaves nothing behind. Progress goes to standard error, the result to standard output."
        },
        footer = {"  sudo bench/bin/throughput --rounds 9", "  sudo bench/bin/throughput --json > throughput.json"})
final class ThroughputCommand extends BenchCommand {

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Turns of each. Default: 5.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "2", description = "Length of a turn. Default: 2.")
    private int seconds;

    @Option(
            names = "--flows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many connections the frames belong to, at most 1000000. Default: 1000.")
    private int flows;

    public static void main(final String[] args) {
        execute(new ThroughputCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) throws IOException, InterruptedException {
        require(
                rounds >= 1 && seconds >= 1 && flows >= 1 && flows <= 1_000_000,
                "rounds and seconds are at least 1, flows 1-1000000");
        try (ThroughputBenchmark benchmark = new ThroughputBenchmark(flows, seconds * 1000, progress)) {
            // Ctrl-C takes everything with it too
            Runtime.getRuntime().addShutdownHook(new Thread(benchmark::close));
            return new ThroughputReport(benchmark.run(rounds));
        }
    }
}
