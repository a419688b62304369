package io.fairlead.tools.track;

import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.attach.NetworkMonitor;
import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tools.config.CommandFile;
import io.fairlead.tools.config.TrackTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at tracked things on a thread of its own and tells a listener each result. Interfaces and routes are those of the network namespace in
 * which the constructing thread is; commands are run in that of the thread that calls {@link #start}.
 */
public final class TrackProbes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("track");
    private static final long STOP_TIMEOUT_MS = 1_000;

    private final NetworkMonitor network;
    private final PollWaiter waiter;
    private final List<TrackProbe> probes = new ArrayList<>();
    private final List<CommandProbe> commands = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isStopped;

    /**
     * Prepares to look; nothing is looked at yet.
     *
     * @param targets what to look at, each once however often it is named; {@link TrackTarget.Health} and {@link TrackTarget.Attachment} are left out,
     *     as others know them
     * @param listener is told the results, by the thread of the probes
     */
    public TrackProbes(final Collection<TrackTarget> targets, final TrackListener listener) {
        this(targets, listener, CommandFile::objection);
    }

    TrackProbes(
            final Collection<TrackTarget> targets,
            final TrackListener listener,
            final Function<Path, Optional<String>> objection) {
        network = NetworkMonitor.open();
        waiter = new PollWaiter(network.fd());
        final long nowNs = System.nanoTime();
        targets.stream().distinct().forEach(target -> add(target, listener, objection, nowNs));
        thread = new Thread(this::run, "fairlead-track");
        thread.setDaemon(true);
    }

    private void add(
            final TrackTarget target,
            final TrackListener listener,
            final Function<Path, Optional<String>> objection,
            final long nowNs) {
        if (target instanceof TrackTarget.Command command) {
            final CommandProbe probe = new CommandProbe(command, objection, listener, waiter::wake, nowNs);
            commands.add(probe);
            probes.add(probe);
        } else if (target instanceof TrackTarget.Presence presence) {
            probes.add(new LookProbe(target, false, () -> absence(presence.file()), listener, nowNs));
        } else if (target instanceof TrackTarget.Link link) {
            probes.add(new LookProbe(target, true, () -> linkFault(link.interfaceName()), listener, nowNs));
        } else if (target instanceof TrackTarget.Route route) {
            probes.add(new LookProbe(target, true, () -> routeFault(route.destination()), listener, nowNs));
        }
    }

    /** Looks at everything at once, and goes on until closed. */
    public void start() {
        thread.start();
    }

    /**
     * Runs of commands that were left out, since the run before went on. For any thread.
     *
     * @return how many since the start
     */
    public long skippedRuns() {
        return commands.stream().mapToLong(CommandProbe::skippedRuns).sum();
    }

    private static Optional<String> absence(final Path file) {
        return Files.exists(file) ? Optional.empty() : Optional.of("does not exist");
    }

    private Optional<String> linkFault(final String interfaceName) {
        return switch (network.link(interfaceName)) {
            case UP -> Optional.empty();
            case NO_CARRIER -> Optional.of("has no carrier");
            case DOWN -> Optional.of("is set down");
            case ABSENT -> Optional.of("does not exist");
        };
    }

    private Optional<String> routeFault(final IpPrefix destination) {
        return network.hasRoute(destination.address(), destination.length())
                ? Optional.empty()
                : Optional.of("is not in the main table, or cannot be used");
    }

    private void run() {
        while (!isStopped) {
            doWork();
            waiter.await(remainingNs());
        }
        probes.forEach(TrackProbe::close);
    }

    private void doWork() {
        final boolean isNetworkChanged = isNetworkChanged();
        final long nowNs = System.nanoTime();
        for (final TrackProbe probe : probes) {
            try {
                probe.poll(nowNs, isNetworkChanged);
            } catch (final RuntimeException e) {
                LOG.error("a tracking probe failed and goes on", e);
            }
        }
    }

    private boolean isNetworkChanged() {
        try {
            return network.refresh();
        } catch (final SystemCallException e) {
            LOG.error("changes of interfaces and routes are seen late", e);
            return true;
        }
    }

    private long remainingNs() {
        final long nowNs = System.nanoTime();
        return probes.stream()
                .mapToLong(probe -> probe.remainingNs(nowNs))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Stops looking, and kills what is still running; the listener is not called any more. */
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
