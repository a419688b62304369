package io.fairlead.bench.throughput;

import io.fairlead.tools.lab.LabException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench/bin/throughput}. */
@Command(
        name = "bench/bin/throughput",
        sortOptions = false,
        header = "Measure how many frames a second one core takes from TAP to TAP.",
        description = {
            "",
            "Fairlead's data path as a scanning node has it, with read(2) and write(2) and with writes through io_uring: each frame of 60 bytes is "
                    + "classified, its flow looked up, its port translated, and counted. Beside it, in turn and on the same core, two C "
                    + "programs that do nothing but hand frames over: one by read(2) and write(2), one by io_uring. A generator on the second core sends more than any of "
                    + "them can take; what finds the TAP full is not counted as lost.",
            "",
            "Ratios are medians of ratios within a round. Needs root, cc and two cores. Touches nothing outside its own namespace (fairlead-throughput) and "
                    + "leaves nothing behind. Progress goes to standard error, the result to standard output."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  sudo bench/bin/throughput --rounds 9", "  sudo bench/bin/throughput --json > throughput.json"})
final class ThroughputCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

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

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this and do nothing.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    public static void main(final String[] args) {
        System.exit(new CommandLine(new ThroughputCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        final PrintWriter err = spec.commandLine().getErr();
        if (rounds < 1 || seconds < 1 || flows < 1 || flows > 1_000_000) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "rounds and seconds are at least 1, flows 1-1000000");
        }
        final Path programs = Path.of(System.getProperty("fairlead.bench.programs"));
        try (ThroughputBenchmark benchmark = new ThroughputBenchmark(flows, seconds * 1000, programs, err)) {
            // Ctrl-C takes everything with it too
            Runtime.getRuntime().addShutdownHook(new Thread(benchmark::close));
            final ThroughputReport report = new ThroughputReport(benchmark.run(rounds));
            spec.commandLine().getOut().println(json ? report.json() : report.table());
            return 0;
        } catch (final LabException | IOException e) {
            err.println("bench/bin/throughput: " + e.getMessage());
            return 1;
        }
    }
}
