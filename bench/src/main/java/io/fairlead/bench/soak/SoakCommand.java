package io.fairlead.bench.soak;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/soak}. */
@Command(
        name = "bench/bin/soak",
        header = "Measure a node at full rate for minutes.",
        description = {
            "",
            "A client and a node's machine on a kernel bridge, in network namespaces. A generator on the second CPU sends frames of 60 bytes, of 1,000 connections to a port that "
                    + "is translated, more than the node's data path on the first CPU can take. The kernel behind the node drops them: it has no route back.",
            "",
            "Safepoints are those of the JVM's own log. Hiccups are by how much a sleep of 1 ms was longer for a thread of the daemon's JVM on the data path's CPU, and at the same time for a program in C "
                    + "(bench/src/main/c/hiccup.c) of the same nice value on the same CPU. Lost are frames that the node's TAP took and that did not come out, from before the generator begins until none is under way any more; what found "
                    + "it full was never taken.",
            "",
            "Needs root, a C compiler and two cores. Touches nothing outside its own namespaces (fairlead-soak-*) and leaves nothing behind. Progress goes to standard error, "
                    + "the result to standard output."
        },
        footer = {"  sudo bench/bin/soak", "  sudo bench/bin/soak --minutes 1 --json > soak.json"})
final class SoakCommand extends BenchCommand {
    private static final int MOST_MINUTES = 24 * 60;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "10", description = "How long. Default: 10.")
    private int minutes;

    @Option(
            names = "--warm-up-seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "At full rate, before anything is measured. Default: 15.")
    private int warmUpSeconds;

    public static void main(final String[] args) {
        execute(new SoakCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) throws IOException {
        require(
                minutes >= 1 && minutes <= MOST_MINUTES && warmUpSeconds >= 1 && warmUpSeconds <= MOST_MINUTES,
                "minutes are 1-" + MOST_MINUTES + ", and at least a second is for warming up");
        return new SoakReport(new SoakBenchmark(minutes, warmUpSeconds, progress).run());
    }
}
