package io.fairlead.bench;

import io.fairlead.tools.lab.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** How busy the machine is, whoever makes it so: what the kernel does for network interfaces is nobody's in particular. */
public final class MachineCpu {

    private static final Path STAT = Path.of("/proc/stat");

    // what the kernel counts in for programs, whatever it counts in itself
    private static final double TICKS_PER_SECOND = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    // user, nice, system, idle, iowait, irq, softirq; those after them are in the first two, or of other machines
    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int IRQ = 6;
    private static final int SOFTIRQ = 7;

    private MachineCpu() {}

    /**
     * Processor time that was spent on anything since the machine started, in steps of 10 ms.
     *
     * @return seconds, of all cores together
     */
    public static double busySeconds() {
        try {
            return busySeconds(Files.readString(STAT));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How busy the machine is at the moment. Takes that time.
     *
     * @param time to look
     * @return cores, in the mean
     */
    public static double busyCores(final Duration time) {
        final double before = busySeconds();
        final long startNs = System.nanoTime();
        Await.pause(time);
        return (busySeconds() - before) * NANOS_PER_SECOND / (System.nanoTime() - startNs);
    }

    /** {@link #busySeconds()} of what {@code /proc/stat} says. */
    static double busySeconds(final String stat) {
        final String[] all = stat.lines()
                .filter(line -> line.startsWith("cpu "))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line for all cores: " + stat))
                .split(" +", -1);
        final long ticks = sum(Arrays.copyOfRange(all, USER, IDLE)) + sum(Arrays.copyOfRange(all, IRQ, SOFTIRQ + 1));
        return ticks / TICKS_PER_SECOND;
    }

    private static long sum(final String[] numbers) {
        return Arrays.stream(numbers).mapToLong(Long::parseLong).sum();
    }
}
