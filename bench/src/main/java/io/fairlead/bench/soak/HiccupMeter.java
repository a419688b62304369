package io.fairlead.bench.soak;

import com.sun.management.ThreadMXBean;
import io.fairlead.tapio.Processors;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures inside a daemon, as an agent of its JVM, what the JVM and the machine withhold from a thread on the data path's core: it sleeps for a millisecond again and
 * again, and keeps by how much each sleep was longer. At the same time a program in C ({@code bench/src/main/c/hiccup.c}) does the same, as a child of the daemon: on the same
 * core, of the same nice value, in the same group of the scheduler.
 *
 * <p>Argument: {@code CPU,DELAY_SECONDS,SECONDS,FOLDER,PROGRAM}. Writes to the folder: {@code control}, what the program prints; {@code begin} when it begins to measure, with the
 * JVM's uptime in milliseconds; at the end {@code hiccups}, first the bytes that the data path has allocated meanwhile, then nanoseconds, a line each.
 */
public final class HiccupMeter implements Runnable {

    static final String BEGIN = "begin";
    static final String HICCUPS = "hiccups";
    static final String CONTROL = "control";

    private static final long SLEEP_NS = 1_000_000L;
    private static final int PER_SECOND = 1_000;
    private static final String DATA_PATH = "data-path";

    private final int cpu;
    private final int delaySeconds;
    private final int seconds;
    private final Path folder;
    private final String program;

    private HiccupMeter(final String[] arguments) {
        cpu = Integer.parseInt(arguments[0]);
        delaySeconds = Integer.parseInt(arguments[1]);
        seconds = Integer.parseInt(arguments[2]);
        folder = Path.of(arguments[3]);
        program = arguments[4];
    }

    /**
     * Begins beside the daemon.
     *
     * @param argument see the class
     * @param instrumentation not used
     */
    public static void premain(final String argument, final Instrumentation instrumentation) {
        final Thread thread = new Thread(new HiccupMeter(argument.split(",", -1)), "hiccup-meter");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            TimeUnit.SECONDS.sleep(delaySeconds);
            final long[] longer = new long[seconds * PER_SECOND];
            final Process control = new ProcessBuilder(
                            "taskset", "-c", Integer.toString(cpu), program, Integer.toString(seconds))
                    .redirectOutput(folder.resolve(CONTROL).toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Processors.pin(List.of(cpu));
            final long allocatedBefore = allocatedByDataPath();
            write(BEGIN, out -> out.println(ManagementFactory.getRuntimeMXBean().getUptime()));
            final int count = measure(longer);
            final long allocated = allocatedByDataPath() - allocatedBefore;
            control.waitFor();
            write(HICCUPS, out -> {
                out.println(allocated);
                Arrays.stream(longer, 0, count).forEach(out::println);
            });
        } catch (final IOException e) {
            System.err.println("no hiccups measured: " + e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int measure(final long[] longer) {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int count = 0;
        long beginNs = System.nanoTime();
        while (beginNs < endNs && count < longer.length) {
            LockSupport.parkNanos(SLEEP_NS);
            final long nowNs = System.nanoTime();
            longer[count++] = Math.max(0, nowNs - beginNs - SLEEP_NS);
            beginNs = nowNs;
        }
        return count;
    }

    private static long allocatedByDataPath() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(DATA_PATH))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    private interface Content {
        void print(PrintWriter out);
    }

    /** Whole, or not there. */
    private void write(final String name, final Content content) throws IOException {
        final Path made = folder.resolve(name + ".new");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(made, StandardCharsets.US_ASCII))) {
            content.print(out);
        }
        Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
