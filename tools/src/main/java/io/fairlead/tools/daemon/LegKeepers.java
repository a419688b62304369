package io.fairlead.tools.daemon;

import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.attach.NetworkMonitor;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the keepers of all interfaces on a thread of their own: what they do may take longer than data path and conductor can wait. In the network namespace of the
 * constructing thread.
 */
final class LegKeepers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("node");
    private static final long STOP_TIMEOUT_MS = 5_000;

    private final List<LegKeeper> keepers;
    private final NetworkMonitor network;
    private final PollWaiter waiter;
    private final Thread thread;
    private volatile boolean isStopped;

    LegKeepers(final List<LegKeeper> keepers) {
        this.keepers = List.copyOf(keepers);
        network = NetworkMonitor.open();
        waiter = new PollWaiter(network.fd());
        thread = new Thread(this::run, "fairlead-attach");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isStopped) {
            final boolean isNetworkChanged = isNetworkChanged();
            final long nowNs = System.nanoTime();
            keepers.forEach(keeper -> keeper.poll(nowNs, isNetworkChanged));
            waiter.await(remainingNs());
        }
    }

    private boolean isNetworkChanged() {
        try {
            return network.refresh();
        } catch (final SystemCallException e) {
            LOG.error("changes of interfaces are seen late", e);
            return true;
        }
    }

    private long remainingNs() {
        final long nowNs = System.nanoTime();
        return keepers.stream()
                .mapToLong(keeper -> keeper.remainingNs(nowNs))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** For status. Any thread. */
    List<String> warnings() {
        return keepers.stream().flatMap(keeper -> keeper.warnings().stream()).toList();
    }

    /** Ends what goes on; the interfaces are their owner's alone again. */
    @Override
    public void close() {
        isStopped = true;
        waiter.wake();
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiter.close();
        network.close();
    }
}
