package io.fairlead.bench.throughput;

import io.fairlead.bench.BenchCommand;
import io.fairlead.tools.lab.Namespace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets the contenders forward in turn, each with TAPs of its own on the first core, while a generator sends from the second one. */
final class ThroughputBenchmark implements AutoCloseable {

    static final String C_READ_WRITE = "C, read(2) and write(2)";
    static final String C_IO_URING = "C, io_uring";
    static final String C_MIXED = "C, read(2) and io_uring";
    static final String WRITE = "Fairlead, write(2)";
    static final String IO_URING = "Fairlead, io_uring";

    private static final String NAMESPACE = "fairlead-throughput";
    private static final int WARM_UP_MS = 5_000;
    private static final int SETTLE_MS = 200;

    private final int flows;
    private final int milliseconds;
    private final PrintWriter progress;
    private final Deque<AutoCloseable> undo = new ArrayDeque<>();
    private final List<Contender> contenders = new ArrayList<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    ThroughputBenchmark(final int flows, final int milliseconds, final PrintWriter progress) {
        this.flows = flows;
        this.milliseconds = milliseconds;
        this.progress = progress;
    }

    Map<String, List<Sample>> run(final int rounds) throws IOException, InterruptedException {
        // what an earlier run left that was killed; its programs have ended with it
        Namespace.existing(NAMESPACE).forEach(Namespace::delete);
        final Namespace namespace = Namespace.create(NAMESPACE);
        undo.push(namespace);
        enter(C_READ_WRITE, false, new Lane(namespace, "rw"), "rw");
        enter(C_IO_URING, false, new Lane(namespace, "ur"), "uring");
        enter(C_MIXED, false, new Lane(namespace, "mx"), "mixed");
        enter(WRITE, true, new Lane(namespace, "fw"), "write");
        enter(IO_URING, true, new Lane(namespace, "fu"), "io_uring");
        for (final Contender contender : contenders) {
            turn(contender, WARM_UP_MS);
        }
        for (int round = 1; round <= rounds; round++) {
            for (final Contender contender : contenders) {
                progress.println("round " + round + " of " + rounds + ": " + contender.name());
                progress.flush();
                samples.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                        .add(turn(contender, milliseconds));
            }
        }
        return samples;
    }

    private void enter(final String name, final boolean isOurs, final Lane lane, final String kind) throws IOException {
        final List<String> command = isOurs
                ? List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackForwarder.class.getName(),
                        kind,
                        lane.in(),
                        lane.out(),
                        Integer.toString(flows))
                : List.of(BenchCommand.program("one_way"), kind, lane.in(), lane.out());
        final Contender contender = Contender.start(name, isOurs, lane, command);
        undo.push(contender);
        contenders.add(contender);
    }

    private Sample turn(final Contender contender, final int turnMs) throws IOException, InterruptedException {
        final Lane lane = contender.lane();
        final long forwardedBefore = lane.forwarded();
        final long refusedBefore = lane.refused();
        final long allocatedBefore = contender.isOurs() ? contender.allocatedBytes() : 0;
        final long cpuBefore = contender.cpuNs();
        final Process generator = lane.start(
                1,
                List.of(
                        BenchCommand.program("generate"),
                        lane.in(),
                        Integer.toString(turnMs),
                        Integer.toString(flows),
                        Wire.NODE_MAC,
                        Wire.DIRECTOR_MAC,
                        "0"));
        final long sent = Long.parseLong(
                new String(generator.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        Thread.sleep(SETTLE_MS);
        final double forwarded = lane.forwarded() - forwardedBefore;
        final long refused = lane.refused() - refusedBefore;
        return new Sample(
                forwarded / turnMs * 1000,
                (contender.cpuNs() - cpuBefore) / forwarded,
                refused / (double) (refused + sent),
                sent - (long) forwarded,
                contender.isOurs() ? (contender.allocatedBytes() - allocatedBefore) / forwarded : Double.NaN);
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (final Exception e) {
                progress.println("not cleaned up: " + e);
            }
        }
    }
}
