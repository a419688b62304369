package io.fairlead.bench.compare;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/compare}. */
@Command(
        name = "bench/bin/compare",
        header = "Measure Fairlead as director next to HAProxy, to steering in the kernel, and to no director at all.",
        description = {
            "",
            "A client, a director and a node on one bridge, in network namespaces; the servers are on the node. Between client and node are, in turn, round by round: Fairlead on "
                    + "both machines, with a translated port; HAProxy in TCP mode on the director, as it is by default; a rule of nftables on the director that gives frames the MAC address of the node; "
                    + "and nothing.",
            "",
            "Measured are bulk TCP by iperf3, up (from the client) and down, one and four streams, with interfaces that hand on super-frames and with such that do not, as if "
                    + "the network cards were of the simplest kind; a TCP connection with 64 bytes there and 128 back, one after the other (bench/src/main/c/latency.c); such connections, 16 at once, as many as "
                    + "can be had (bench/src/main/c/rate.c); and the processor time of the whole machine, client and servers included, for 10^9 bytes and for each of these connections. Ratios are "
                    + "medians of the ratios within the rounds; where HAProxy is ahead, the last lines say so, and whether others used the machine meanwhile.",
            "",
            "Needs root, iperf3, HAProxy, nftables and a C compiler. Touches nothing outside its own namespaces (fairlead-compare-*) and leaves "
                    + "nothing behind. Progress goes to standard error, the result to standard output."
        },
        footer = {"  sudo bench/bin/compare --rounds 9", "  sudo bench/bin/compare --json > compare.json"})
final class CompareCommand extends BenchCommand {
    private static final int MOST = 1_000_000;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Turns of each. Default: 5.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long each measurement of throughput lasts. Default: 2.")
    private int seconds;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many connections one after the other in a turn. Default: 2000.")
    private int requests;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "For how many seconds each has to carry traffic up, down and by small requests, before that is measured in a turn: Fairlead is started for each. Default: 3.")
    private int warmUp;

    @Option(
            names = "--engine",
            paramLabel = "KEYS",
            defaultValue = "",
            description =
                    "Further keys of Fairlead's engine, such as 'idle: adaptive' or 'offload: false'. Default: none.")
    private String engine = "";

    public static void main(final String[] args) {
        execute(new CompareCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) {
        require(
                rounds >= 1 && seconds >= 1 && warmUp >= 1 && requests >= 1 && requests <= MOST,
                "rounds, seconds, those to warm up, and requests are at least 1, requests at most " + MOST);
        return new CompareReport(new CompareBenchmark(rounds, seconds, requests, warmUp, engine, progress).run());
    }
}
