package io.fairlead.bench.start;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/start}. */
@Command(
        name = "bench/bin/start",
        header = "Measure how soon a node forwards frames, and how much memory it takes.",
        description = {
            "",
            "A client and a node's machine on a kernel bridge, in network namespaces. The client sends the machine an ICMP echo request each millisecond. The daemon is "
                    + "started, looked at after some seconds, killed (kill -9), and started again.",
            "",
            "first frame: from exec of tools/bin/fairlead to the first answer that has passed through the node: the one that ends the longest silence. After a kill nobody "
                    + "answers until then; before a first start the machine's kernel does, and silent says for how long it did not. Memory is what the kernel "
                    + "counts of the idle daemon: RSS, and PSS, for which shared pages count by their share.",
            "",
            "Needs root and a C compiler. Touches nothing outside its own namespaces (fairlead-start-*) and leaves nothing behind. Progress goes to standard error, "
                    + "the result to standard output."
        },
        footer = {"  sudo bench/bin/start --runs 20", "  sudo bench/bin/start --json > start.json"})
final class StartCommand extends BenchCommand {
    @Option(names = "--runs", paramLabel = "N", defaultValue = "10", description = "Starts of each kind. Default: 10.")
    private int runs;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "After which the memory is looked at: the daemon gives some back after sixteen. Default: 20.")
    private int idleSeconds;

    public static void main(final String[] args) {
        execute(new StartCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) throws IOException {
        require(runs >= 1 && idleSeconds >= 1, "runs and idle seconds are at least 1");
        return new StartReport(new StartBenchmark(runs, idleSeconds, progress).run());
    }
}
