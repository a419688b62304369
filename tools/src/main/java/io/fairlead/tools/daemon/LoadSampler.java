package io.fairlead.tools.daemon;

import io.fairlead.lb.report.Load;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Measures this node's load once per interval. Processor use is smoothed over some intervals: a second's noise would send all clients of
 * the next second to one node. Conductor only.
 */
final class LoadSampler {

    private static final int PERMILLE = 1000;

    /** Share of a new sample in the smoothed processor use. */
    private static final double NEW_SAMPLE = 0.25;

    private final DoubleSupplier cpuFraction;
    private final DoubleSupplier memoryFraction;
    private final IntSupplier proxyPermille;
    private final AtomicCounter activeConnections;
    private final AtomicCounter openedConnections;
    private final long intervalNs;
    private double smoothedCpu = Double.NaN;
    private long lastOpened;
    private long lastNs;
    private long nextNs;

    LoadSampler(
            final DoubleSupplier cpuFraction,
            final DoubleSupplier memoryFraction,
            final IntSupplier proxyPermille,
            final AtomicCounter activeConnections,
            final AtomicCounter openedConnections,
            final long intervalNs,
            final long nowNs) {
        this.cpuFraction = cpuFraction;
        this.memoryFraction = memoryFraction;
        this.proxyPermille = proxyPermille;
        this.activeConnections = activeConnections;
        this.openedConnections = openedConnections;
        this.intervalNs = intervalNs;
        this.lastNs = nowNs;
        this.nextNs = nowNs + intervalNs;
    }

    boolean isDue(final long nowNs) {
        return nowNs - nextNs >= 0;
    }

    Load sample(final long nowNs) {
        final long opened = openedConnections.get();
        final long elapsedNs = Math.max(1, nowNs - lastNs);
        final long perSecond = (opened - lastOpened) * TimeUnit.SECONDS.toNanos(1) / elapsedNs;
        lastOpened = opened;
        lastNs = nowNs;
        nextNs = nowNs + intervalNs;
        final double cpu = cpuFraction.getAsDouble();
        smoothedCpu = Double.isNaN(smoothedCpu) ? cpu : smoothedCpu + NEW_SAMPLE * (cpu - smoothedCpu);
        return new Load(
                (int) Math.round(smoothedCpu * PERMILLE),
                (int) (memoryFraction.getAsDouble() * PERMILLE),
                (int) activeConnections.get(),
                (int) perSecond,
                proxyPermille.getAsInt());
    }

    long nextDeadlineNs() {
        return nextNs;
    }
}
