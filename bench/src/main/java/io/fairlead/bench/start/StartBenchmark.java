package io.fairlead.bench.start;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.InlineLab;
import io.fairlead.bench.ProcessFigures;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts a daemon again and again while a client asks its machine each millisecond. */
final class StartBenchmark {
    static final String FIRST = "start";
    static final String AGAIN = "start after kill -9";

    private static final String NAME = "fairlead-start";
    private static final String PAUSE_US = "1000";
    private static final Duration CALM = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final double NS_PER_MS = 1e6;
    private static final double KIB_PER_MIB = 1024;

    private final int runs;
    private final Duration idleTime;
    private final PrintWriter progress;
    private final Map<String, List<Start>> starts = new LinkedHashMap<>();

    StartBenchmark(final int runs, final int idleSeconds, final PrintWriter progress) {
        this.runs = runs;
        this.idleTime = Duration.ofSeconds(idleSeconds);
        this.progress = progress;
    }

    Map<String, List<Start>> run() throws IOException {
        try (InlineLab lab = new InlineLab(NAME)) {
            // Its neighbour table forgets a machine that is silent for seconds, and asks for it once a second: not what
            // is measured here.
            lab.client()
                    .namespace()
                    .ip(
                            "neigh",
                            "replace",
                            InlineLab.NODE_IP,
                            "lladdr",
                            lab.node().virtualIpMac(),
                            "dev",
                            "eth0",
                            "nud",
                            "permanent")
                    .orThrow();
            for (int run = 1; run <= runs; run++) {
                start(lab, FIRST, run);
                lab.node().kill9();
                start(lab, AGAIN, run);
                lab.node().stop();
            }
        }
        return starts;
    }

    private void start(final InlineLab lab, final String kind, final int run) throws IOException {
        final LabProcess watch =
                lab.client().start("watch", BenchCommand.program("latency"), "watch", InlineLab.NODE_IP, PAUSE_US);
        Await.pause(CALM);
        final long execNs = System.nanoTime();
        lab.node().start();
        lab.awaitMaster();
        Await.until("an answer through the node", LIMIT, () -> lab.client().pings(LabPlan.VIRTUAL_IP));
        final List<Long> answers = InlineLab.interrupt(watch)
                .lines()
                .map(Long::parseLong)
                .filter(ns -> ns >= execNs)
                .toList();
        Await.pause(idleTime);
        final ProcessFigures daemon = new ProcessFigures(lab.node().pid());
        final Start start = start(execNs, answers, daemon);
        starts.computeIfAbsent(kind, none -> new ArrayList<>()).add(start);
        progress.printf(
                "run %d of %d, %s: %.0f ms to the first frame, RSS %.0f MiB%n",
                run, runs, kind, start.firstAnswerMs(), start.rssMib());
        progress.flush();
    }

    /** The longest silence begins with the exec or an answer, and ends with the first answer through the node. */
    private static Start start(final long execNs, final List<Long> answers, final ProcessFigures daemon)
            throws IOException {
        long beforeNs = execNs;
        long longestNs = -1;
        long firstNs = 0;
        for (final long answerNs : answers) {
            if (answerNs - beforeNs > longestNs) {
                longestNs = answerNs - beforeNs;
                firstNs = answerNs;
            }
            beforeNs = answerNs;
        }
        if (answers.isEmpty()) {
            throw new LabException("the machine gave no answer after the start");
        }
        return new Start(
                (firstNs - execNs) / NS_PER_MS,
                longestNs / NS_PER_MS,
                daemon.kibibytes("Rss") / KIB_PER_MIB,
                daemon.kibibytes("Pss") / KIB_PER_MIB);
    }
}
