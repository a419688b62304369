package io.fairlead.bench.latency;

import io.fairlead.bench.Answers;
import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.Haproxy;
import io.fairlead.bench.InlineLab;
import io.fairlead.bench.ProcessFigures;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays out the machines and lets the contestants take turns. */
final class LatencyBenchmark {
    private static final String NAME = "fairlead-latency";
    private static final int HAPROXY_PORT = 5300;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration READY_LIMIT = Duration.ofSeconds(10);
    // longer than an adaptive node looks for more
    private static final int PAUSE_US = 200;
    // for compilers and caches: some seconds of a fresh JVM
    private static final int WARM_UP_PINGS = 20_000;
    private static final int WARM_UP_REQUESTS = 8_000;
    private static final Duration SETTLE = Duration.ofSeconds(1);
    // what a node does beside, when it has started, is not what it does for a frame
    private static final Duration REHEARSAL = Duration.ofSeconds(10);

    private final int rounds;
    private final int pings;
    private final int requests;
    private final Duration idleTime;
    private final boolean isPinned;
    private final String client;
    private final PrintWriter progress;
    private final Results results = new Results();

    LatencyBenchmark(
            final int rounds,
            final int pings,
            final int requests,
            final int idleSeconds,
            final boolean isPinned,
            final boolean isSleeping,
            final PrintWriter progress) {
        this.rounds = rounds;
        this.pings = pings;
        this.requests = requests;
        this.idleTime = Duration.ofSeconds(idleSeconds);
        this.isPinned = isPinned;
        this.client = isSleeping ? "sleep" : "look";
        this.progress = progress;
    }

    Results run() {
        try (InlineLab lab = new InlineLab(NAME)) {
            lab.serve("server", end("serve", Integer.toString(InlineLab.SERVER_PORT)));
            for (int round = 1; round <= rounds; round++) {
                progress.println("round " + round + " of " + rounds);
                measure(lab, Contestant.BRIDGE, InlineLab.NODE_IP, InlineLab.SERVER_PORT);
                haproxy(lab);
                node(lab, Contestant.POLL, "poll");
                // The next two take the TAPs that a killed daemon has left, with all that is wired to them.
                lab.node().kill9();
                forwarder(lab);
                node(lab, Contestant.ADAPTIVE, "adaptive");
                lab.node().stop();
                node(lab, Contestant.SPIN, "spin");
                lab.node().stop();
            }
        }
        return results;
    }

    private void haproxy(final InlineLab lab) {
        final Haproxy proxy = new Haproxy(
                lab.directory(), "nbthread 1", InlineLab.NODE_IP, Map.of(HAPROXY_PORT, InlineLab.SERVER_PORT));
        try (LabProcess haproxy = between(lab, "haproxy", proxy.command())) {
            proxy.await(lab.machine());
            // its kernel answers a ping as before
            warmUp(lab, InlineLab.NODE_IP, HAPROXY_PORT);
            requests(lab, Contestant.HAPROXY, InlineLab.NODE_IP, HAPROXY_PORT);
            idle(Contestant.HAPROXY, haproxy.pid());
        }
    }

    private void forwarder(final InlineLab lab) {
        try (LabProcess forwarder = between(lab, "forwarder", BenchCommand.program("forwarder"), "flu-eth0", "eth0")) {
            Await.until(
                    "the forwarder to forward", READY_LIMIT, () -> lab.client().pings(InlineLab.NODE_IP));
            measure(lab, Contestant.C_FORWARDER, InlineLab.NODE_IP, InlineLab.SERVER_PORT);
            idle(Contestant.C_FORWARDER, forwarder.pid());
        }
    }

    private void node(final InlineLab lab, final Contestant contestant, final String idle) {
        lab.configureEngine("idle: " + idle + (isPinned ? ", cpu: 0" : ""));
        lab.node().start();
        lab.awaitMaster();
        Await.pause(REHEARSAL);
        measure(lab, contestant, LabPlan.VIRTUAL_IP, InlineLab.REDIRECTED_PORT);
        idle(contestant, lab.node().pid());
    }

    private void measure(final InlineLab lab, final Contestant contestant, final String address, final int port) {
        warmUp(lab, address, port);
        final String answers = lab.ask(
                LIMIT, end("ping", client, InlineLab.NODE_IP, Integer.toString(pings), Integer.toString(PAUSE_US)));
        add(Question.PING, contestant, answers);
        requests(lab, contestant, address, port);
    }

    private void warmUp(final InlineLab lab, final String address, final int port) {
        lab.ask(LIMIT, end("ping", client, InlineLab.NODE_IP, Integer.toString(WARM_UP_PINGS), "0"));
        lab.ask(
                LIMIT,
                end("connect", client, address, Integer.toString(port), Integer.toString(WARM_UP_REQUESTS), "0"));
        Await.pause(SETTLE);
    }

    private void requests(final InlineLab lab, final Contestant contestant, final String address, final int port) {
        final String answers = lab.ask(
                LIMIT,
                end(
                        "connect",
                        client,
                        address,
                        Integer.toString(port),
                        Integer.toString(requests),
                        Integer.toString(PAUSE_US)));
        add(Question.REQUEST, contestant, answers);
    }

    private void add(final Question question, final Contestant contestant, final String output) {
        final Answers answers = Answers.parse(output);
        results.add(question, contestant, answers.ns(), answers.lost());
        progress.printf("  %-26s %-20s p50 %.1f us%n", contestant, question, answers.microseconds(50));
        progress.flush();
    }

    private void idle(final Contestant contestant, final long pid) {
        final ProcessFigures process = new ProcessFigures(pid);
        try {
            Await.pause(SETTLE);
            final long beginNs = System.nanoTime();
            final Map<String, Long> before = process.cpuNs();
            Await.pause(idleTime);
            final double elapsedNs = System.nanoTime() - beginNs;
            final Map<String, Double> percent = new TreeMap<>();
            process.cpuNs()
                    .forEach((thread, ns) ->
                            percent.put(thread, 100 * Math.max(0, ns - before.getOrDefault(thread, 0L)) / elapsedNs));
            results.addIdle(contestant, percent);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command at either end of the way. */
    private String[] end(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(BenchCommand.program("latency")));
        command.addAll(List.of(arguments));
        return on(1, command);
    }

    private LabProcess between(final InlineLab lab, final String label, final String... command) {
        return lab.machine().start(label, on(0, List.of(command)));
    }

    private String[] on(final int cpu, final List<String> command) {
        final List<String> all =
                new ArrayList<>(isPinned ? List.of("taskset", "-c", Integer.toString(cpu)) : List.of());
        all.addAll(command);
        return all.toArray(String[]::new);
    }
}
