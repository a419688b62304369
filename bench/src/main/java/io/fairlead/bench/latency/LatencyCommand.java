package io.fairlead.bench.latency;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/latency}. */
@Command(
        name = "bench/bin/latency",
        header = "Measure what a node adds to a ping and to a small request.",
        description = {
            "",
            "A client and a node's machine on a kernel bridge, in network namespaces. The client (bench/src/main/c/latency.c) sends ICMP echo requests, and opens TCP "
                    + "connections for 64 bytes there and 128 back, one after the other; with Fairlead, to a port that is translated. Between "
                    + "them are, in turn: nothing; HAProxy in TCP mode beside the server; a node, once with each idle strategy; and a forwarder in C on the "
                    + "node's TAPs (bench/src/main/c/forwarder.c), which sleeps in poll(2). Each node has ten seconds after its start, in which it rehearses and its JVM compiles.",
            "",
            "Client and server run on the second CPU, what is between them on the first. The client looks for its answer without sleeping, but lets the server run: what it would take to wake it, "
                    + "which the bridge alone never has to, is not the node's; --sleeping-client measures that as well. Added is the median of a round less that of the bridge alone in the same round. Idle is "
                    + "what a process takes of a core while nobody asks anything.",
            "",
            "Needs root, HAProxy, a C compiler and two cores. Touches nothing outside its own namespaces (fairlead-latency-*) and leaves "
                    + "nothing behind. Progress goes to standard error, the result to standard output."
        },
        footer = {"  sudo bench/bin/latency --rounds 9", "  sudo bench/bin/latency --json > latency.json"})
final class LatencyCommand extends BenchCommand {
    private static final int MOST = 1_000_000;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Turns of each. Default: 5.")
    private int rounds;

    @Option(
            names = "--pings",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many of them in a turn. Default: 5000.")
    private int pings;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many connections in a turn. Default: 2000.")
    private int requests;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "For how long nobody asks anything. Default: 3.")
    private int idleSeconds;

    @Option(names = "--unpinned", description = "Leave it to the kernel who runs where.")
    private boolean unpinned;

    @Option(names = "--sleeping-client", description = "Let the client sleep until the kernel wakes it for an answer.")
    private boolean sleepingClient;

    public static void main(final String[] args) {
        execute(new LatencyCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) {
        require(
                rounds >= 1 && pings >= 1 && requests >= 1 && idleSeconds >= 1 && pings <= MOST && requests <= MOST,
                "rounds, pings, requests and idle seconds are at least 1, pings and requests at most " + MOST);
        return new LatencyReport(
                new LatencyBenchmark(rounds, pings, requests, idleSeconds, !unpinned, sleepingClient, progress).run());
    }
}
