package io.fairlead.tools.daemon;

import io.fairlead.lb.report.Load;
import io.fairlead.tapio.HostLoad;
import io.fairlead.tools.config.NodeConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures once a second how busy the machine is, on a thread of its own: files are read for it, and the conductor, which runs before all other threads, would keep the data
 * path from its processor meanwhile.
 */
final class HostWatch implements HostMeasures, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("node");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final HostLoad host = new HostLoad();
    private final IntSupplier proxy;
    private final Thread thread;
    private final LogLimit limit = new LogLimit();
    private volatile Sample last;
    private volatile boolean isClosed;

    private record Sample(double cpuFraction, double memoryFraction, int proxyPermille) {}

    HostWatch(final NodeConfig config) {
        proxy = config.proxyLoadFile()
                .<IntSupplier>map(file -> new ProxyLoadFile(file, InstantSource.system()))
                .orElse(() -> Load.UNSAID);
        last = new Sample(Double.NaN, host.memoryFraction(), Load.UNSAID);
        thread = new Thread(this::run, "fairlead-host");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long nextNs = System.nanoTime();
        while (!isClosed) {
            nextNs += INTERVAL.toNanos();
            while (!isClosed && nextNs - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, nextNs - System.nanoTime());
            }
            measure();
        }
    }

    private void measure() {
        try {
            last = new Sample(host.cpuFraction(), host.memoryFraction(), proxy.getAsInt());
        } catch (final RuntimeException e) {
            if (limit.isDue("host", System.nanoTime())) {
                LOG.error("cannot measure how busy this machine is, so its load reports repeat what they said last", e);
            }
        }
    }

    @Override
    public double cpuFraction() {
        return last.cpuFraction();
    }

    @Override
    public double memoryFraction() {
        return last.memoryFraction();
    }

    @Override
    public int proxyPermille() {
        return last.proxyPermille();
    }

    /** Does not wait for what is being measured. */
    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
    }
}
