package io.fairlead.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Probes each proxy port again and again, and tells how that went. A connection is closed as soon as the beginning of an answer has shown whether the proxy works.
 *
 * <p>The next probe of a port starts one interval after the last one did, or as soon as that has ended if it took longer.
 *
 * <p>{@link #start()} gives it a thread of its own; without that, a single thread drives it by {@link #doWork} and {@link #awaitWork}.
 */
public final class Prober implements AutoCloseable {

    private static final long STOP_TIMEOUT_MS = 1_000;

    private final List<Probe> probes = new ArrayList<>();
    private final Selector selector;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * Prepares to probe; nothing is sent yet.
     *
     * @param targets what to probe
     * @param intervalNs from the start of a probe to that of the next
     * @param timeoutNs after which a probe is given up
     * @param listener is told the results
     * @throws IOException if the system has no selector left
     */
    public Prober(List<ProbeTarget> targets, long intervalNs, long timeoutNs, ProbeListener listener)
            throws IOException {
        selector = Selector.open();
        for (int i = 0; i < targets.size(); i++) {
            int index = i;
            probes.add(new Probe(
                    targets.get(i),
                    selector,
                    intervalNs,
                    timeoutNs,
                    (result, durationNs) -> listener.onProbe(index, result, durationNs)));
        }
        thread = new Thread(this::run, "fairlead-health");
        thread.setDaemon(true);
    }

    /** Probes on a thread of its own until closed. */
    public void start() {
        thread.start();
    }

    /**
     * Starts the probes that are due and ends those that have an answer or are late. Never blocks.
     *
     * @param nowNs the time
     * @return how many probes it started or ended
     */
    public int doWork(long nowNs) {
        try {
            selector.selectNow();
            int work = 0;
            for (SelectionKey key : selector.selectedKeys()) {
                work += ((Probe) key.attachment()).onReady(key, nowNs);
            }
            selector.selectedKeys().clear();
            for (Probe probe : probes) {
                work += probe.poll(nowNs);
            }
            return work;
        } catch (IOException e) {
            throw new UncheckedIOException("the selector of the health probes failed", e);
        }
    }

    /**
     * Blocks until there may be something to do.
     *
     * @param nowNs the time
     */
    public void awaitWork(long nowNs) {
        long waitNs = Long.MAX_VALUE;
        for (Probe probe : probes) {
            waitNs = Math.min(waitNs, probe.remainingNs(nowNs));
        }
        try {
            if (waitNs > 0 && !stopped) {
                // rounded up: a wait that ends early would spin until the deadline
                selector.select(TimeUnit.NANOSECONDS.toMillis(waitNs) + 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector of the health probes failed", e);
        }
    }

    private void run() {
        while (!stopped) {
            doWork(System.nanoTime());
            awaitWork(System.nanoTime());
        }
    }

    /** Stops probing; the listener is not called any more. */
    @Override
    public void close() throws IOException {
        stopped = true;
        selector.wakeup();
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Probe probe : probes) {
            probe.close();
        }
        selector.close();
    }
}
