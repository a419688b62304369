package io.fairlead.tools.daemon;

import io.fairlead.lb.report.Load;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Samples this node's load once per interval. Processor use and the rate of connections are looked at once a second at most: over a few milliseconds they
 * are noise; and processor use is smoothed, for a second's noise would send all clients of the next second to one node. Conductor only.
 */
final class LoadSampler {

    private static final int PERMILLE = 1000;

    private static final long SHORTEST_LOOK_NS = TimeUnit.SECONDS.toNanos(1);

    /** Share of a new sample in the smoothed processor use. */
    private static final double NEW_SAMPLE = 0.25;

    private final HostMeasures host;
    private final LongSupplier activeConnections;
    private final LongSupplier openedConnections;
    private final long intervalNs;
    private double smoothedCpu = Double.NaN;
    private boolean hasLooked;
    private int memoryPermille;
    private long perSecond;
    private long lastOpened;
    private long lastLookNs;
    private long nextNs;

    LoadSampler(
            final HostMeasures host,
            final LongSupplier activeConnections,
            final LongSupplier openedConnections,
            final long intervalNs,
            final long nowNs) {
        this.host = host;
        this.activeConnections = activeConnections;
        this.openedConnections = openedConnections;
        this.intervalNs = intervalNs;
        this.lastLookNs = nowNs;
        this.nextNs = nowNs + intervalNs;
    }

    boolean isDue(final long nowNs) {
        return nowNs - nextNs >= 0;
    }

    Load sample(final long nowNs) {
        nextNs = nowNs + intervalNs;
        if (!hasLooked || nowNs - lastLookNs >= SHORTEST_LOOK_NS) {
            look(nowNs);
        }
        return new Load(
                // 0 while it is not a number yet
                (int) Math.round(smoothedCpu * PERMILLE),
                memoryPermille,
                (int) activeConnections.getAsLong(),
                (int) perSecond,
                host.proxyPermille());
    }

    private void look(final long nowNs) {
        hasLooked = true;
        final long opened = openedConnections.getAsLong();
        final long elapsedNs = Math.max(1, nowNs - lastLookNs);
        perSecond = (opened - lastOpened) * TimeUnit.SECONDS.toNanos(1) / elapsedNs;
        lastOpened = opened;
        lastLookNs = nowNs;
        final double cpu = host.cpuFraction();
        smoothedCpu = Double.isNaN(smoothedCpu) ? cpu : smoothedCpu + NEW_SAMPLE * (cpu - smoothedCpu);
        memoryPermille = (int) (host.memoryFraction() * PERMILLE);
    }

    long nextDeadlineNs() {
        return nextNs;
    }
}
