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

/** Lets the contenders forward in turn, each with TAPs of its own on the first core, or on both if it has two threads, while a generator sends from the second one. */
final class ThroughputBenchmark implements AutoCloseable {

    static final String C_READ_WRITE = "C, read(2) and write(2)";
    static final String C_IO_URING = "C, io_uring";
    static final String C_MIXED = "C, read(2) and io_uring";
    static final String WRITE = "Fairlead, write(2)";
    static final String IO_URING = "Fairlead, io_uring";
    static final String TWO_THREADS = "Fairlead, two threads";

    private static final String NAMESPACE = "fairlead-throughput";
    private static final String FIRST_CORE = "0";
    private static final String SECOND_CORE = "1";
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
        enterProgram(C_READ_WRITE, new Lane(namespace, "rw"), "rw");
        enterProgram(C_IO_URING, new Lane(namespace, "ur"), "uring");
        enterProgram(C_MIXED, new Lane(namespace, "mx"), "mixed");
        enterOurs(WRITE, new Lane(namespace, "fw"), "write", 1);
        enterOurs(IO_URING, new Lane(namespace, "fu"), "io_uring", 1);
        enterOurs(TWO_THREADS, new Lane(namespace, "f2"), "io_uring", 2);
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

    private void enterProgram(final String name, final Lane lane, final String kind) throws IOException {
        final List<String> command = List.of(BenchCommand.program("one_way"), kind, lane.in(), lane.out());
        enter(Contender.start(name, false, lane, FIRST_CORE, command));
    }

    private void enterOurs(final String name, final Lane lane, final String kind, final int threads)
            throws IOException {
        final List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StackForwarder.class.getName(),
                kind,
                lane.in(),
                lane.out(),
                Integer.toString(flows),
                Integer.toString(threads));
        enter(Contender.start(name, true, lane, threads == 1 ? FIRST_CORE : FIRST_CORE + "," + SECOND_CORE, command));
    }

    private void enter(final Contender contender) {
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
                SECOND_CORE,
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
