package io.fairlead.bench.bulk;

import io.fairlead.tools.lab.LabException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench/bin/bulk}. */
@Command(
        name = "bench/bin/bulk",
        mixinStandardHelpOptions = false,
        sortOptions = false,
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
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  sudo bench/bin/bulk --rounds 9", "  sudo bench/bin/bulk --json > bulk.json"})
final class BulkCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "How many rounds. Default: 5.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How long each measurement lasts. Default: 3.")
    private int seconds;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this and do nothing.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    public static void main(final String[] args) {
        System.exit(new CommandLine(new BulkCommand()).execute(args));
    }

    @Override
    public Integer call() {
        final PrintWriter err = spec.commandLine().getErr();
        try {
            final Report report = new Report(new BulkBenchmark(rounds, seconds, err).run());
            spec.commandLine().getOut().println(json ? report.json() : report.table());
            return 0;
        } catch (final LabException e) {
            err.println("bench/bin/bulk: " + e.getMessage());
            return 1;
        }
    }
}
