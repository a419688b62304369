package io.fairlead.bench.compare;

import static io.fairlead.bench.BenchCommand.program;

import io.fairlead.bench.Answers;
import io.fairlead.bench.DirectorLab;
import io.fairlead.bench.Haproxy;
import io.fairlead.bench.Iperf;
import io.fairlead.bench.MachineCpu;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Namespace;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Lays out the machines and lets the contestants take turns. */
final class CompareBenchmark {
    private static final String NAME = "fairlead-compare";
    private static final int BULK_PORT = 5200;
    private static final int BULK_SERVER_PORT = 5201;
    private static final int REQUEST_PORT = 5300;
    private static final int REQUEST_SERVER_PORT = 5301;
    private static final Map<Integer, Integer> PORTS =
            Map.of(BULK_PORT, BULK_SERVER_PORT, REQUEST_PORT, REQUEST_SERVER_PORT);
    private static final List<Integer> STREAMS = List.of(1, 4);
    private static final int AT_ONCE = 16;
    // between requests, so that each finds a machine at rest
    private static final int PAUSE_US = 200;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double GIGA = 1e9;

    private final int rounds;
    private final int seconds;
    private final int requests;
    private final int warmUpSeconds;
    private final String engine;
    private final PrintWriter progress;
    private final Results results = new Results();

    CompareBenchmark(
            final int rounds,
            final int seconds,
            final int requests,
            final int warmUpSeconds,
            final String engine,
            final PrintWriter progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.requests = requests;
        this.warmUpSeconds = warmUpSeconds;
        this.engine = engine;
        this.progress = progress;
    }

    Results run() {
        try (DirectorLab lab = new DirectorLab(NAME, PORTS)) {
            lab.serve("iperf3", "iperf3", "--server", "--port", Integer.toString(BULK_SERVER_PORT));
            lab.serve("server", program("latency"), "serve", Integer.toString(REQUEST_SERVER_PORT));
            // the client has to know their MAC addresses
            Await.until(
                    "the machines to answer",
                    LIMIT,
                    () -> lab.client().pings(DirectorLab.DIRECTOR_IP)
                            && lab.client().pings(DirectorLab.NODE_IP));
            for (int round = 1; round <= rounds; round++) {
                progress.println("round " + round + " of " + rounds);
                results.addBusyCores(MachineCpu.busyCores(LOOK));
                for (final boolean hasOffloads : List.of(true, false)) {
                    lab.offloads(hasOffloads);
                    fairlead(lab, hasOffloads);
                    haproxy(lab, hasOffloads);
                    kernel(lab, hasOffloads);
                    measure(lab, Contestant.DIRECT, hasOffloads, BULK_SERVER_PORT, REQUEST_SERVER_PORT);
                }
            }
        }
        return results;
    }

    private void fairlead(final DirectorLab lab, final boolean hasOffloads) {
        lab.startDirectorAndNode(engine);
        measure(lab, Contestant.FAIRLEAD, hasOffloads, BULK_PORT, REQUEST_PORT);
        lab.stopDirectorAndNode();
    }

    private void haproxy(final DirectorLab lab, final boolean hasOffloads) {
        final Haproxy haproxy = new Haproxy(lab.directory(), "", DirectorLab.NODE_IP, PORTS);
        final LabProcess process = lab.directorMachine().start("haproxy", haproxy.command());
        haproxy.await(lab.directorMachine());
        measure(lab, Contestant.HAPROXY, hasOffloads, BULK_PORT, REQUEST_PORT);
        process.close();
    }

    private void kernel(final DirectorLab lab, final boolean hasOffloads) {
        final KernelSteering steering = new KernelSteering(lab, List.of(BULK_SERVER_PORT, REQUEST_SERVER_PORT));
        measure(lab, Contestant.KERNEL, hasOffloads, BULK_SERVER_PORT, REQUEST_SERVER_PORT);
        steering.disarm();
    }

    private void measure(
            final DirectorLab lab,
            final Contestant contestant,
            final boolean hasOffloads,
            final int bulkPort,
            final int requestPort) {
        final Namespace client = lab.client().namespace();
        bulk(client, contestant, bulkPort, hasOffloads);
        // requests are small: nobody has to cut anything
        if (hasOffloads) {
            requests(client, contestant, requestPort);
        }
    }

    private void bulk(final Namespace client, final Contestant contestant, final int port, final boolean hasOffloads) {
        for (final boolean isDown : List.of(false, true)) {
            // for compilers and caches
            new Iperf(client, contestant.address(), port, 1, warmUpSeconds, isDown).run();
            for (final int streams : STREAMS) {
                final String what = (isDown ? "down, " : "up, ") + streams + (streams == 1 ? " stream" : " streams");
                final Iperf.Result result =
                        new Iperf(client, contestant.address(), port, streams, seconds, isDown).run();
                add(contestant, what, hasOffloads, Unit.GIGABITS_PER_SECOND, result.bitsPerSecond() / GIGA);
                add(contestant, what, hasOffloads, Unit.CPU_SECONDS_PER_GIGABYTE, result.cpuSecondsPerGigabyte());
            }
        }
    }

    private void requests(final Namespace client, final Contestant contestant, final int port) {
        rate(client, contestant, port, warmUpSeconds);
        final double before = MachineCpu.busySeconds();
        final ConnectionRate rate = rate(client, contestant, port, seconds);
        final double cpuMicroseconds = (MachineCpu.busySeconds() - before) * 1e6;
        add(contestant, "new connections", true, Unit.CONNECTIONS_PER_SECOND, rate.perSecond());
        add(
                contestant,
                "new connections, each",
                true,
                Unit.CPU_MICROSECONDS_PER_REQUEST,
                cpuMicroseconds / rate.answered());
        final Answers answers = connect(client, contestant, port);
        add(contestant, "connect and request, p50", true, Unit.MICROSECONDS, answers.microseconds(50));
        add(contestant, "connect and request, p99", true, Unit.MICROSECONDS, answers.microseconds(99));
        results.addLost(contestant, rate.failed() + answers.lost());
    }

    private Answers connect(final Namespace client, final Contestant contestant, final int port) {
        return Answers.parse(client.run(
                        LIMIT,
                        program("latency"),
                        "connect",
                        "sleep",
                        contestant.address(),
                        Integer.toString(port),
                        Integer.toString(requests),
                        Integer.toString(PAUSE_US))
                .orThrow()
                .output());
    }

    private static ConnectionRate rate(
            final Namespace client, final Contestant contestant, final int port, final int seconds) {
        return ConnectionRate.parse(client.run(
                        LIMIT,
                        program("rate"),
                        contestant.address(),
                        Integer.toString(port),
                        Integer.toString(AT_ONCE),
                        Integer.toString(seconds))
                .orThrow()
                .output());
    }

    private void add(
            final Contestant contestant,
            final String what,
            final boolean hasOffloads,
            final Unit unit,
            final double value) {
        final Measure measure = new Measure(what, hasOffloads, unit);
        progress.printf("  %-16s %-40s %.2f%n", contestant, measure, value);
        progress.flush();
        results.add(measure, contestant, value);
    }
}
