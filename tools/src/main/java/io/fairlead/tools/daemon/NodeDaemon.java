package io.fairlead.tools.daemon;

import io.fairlead.tapio.Signals;
import io.fairlead.tapio.attach.AttachException;
import io.fairlead.tapio.attach.LocalVipRoutes;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tools.cli.NodeCommands;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.control.NodeLock;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.control.StateDirectory;
import io.fairlead.tools.events.EventFiles;
import io.fairlead.tools.events.EventJournal;
import io.fairlead.tools.events.EventKind;
import io.fairlead.tools.logging.Logging;
import io.fairlead.tools.logging.SyslogChoice;
import io.fairlead.tools.status.CheckReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process {@code fairlead run}: starts the node, reads its file anew on SIGHUP, waits for SIGTERM or SIGINT, puts everything back. */
public final class NodeDaemon implements NodeCommands {

    private static final Logger LOG = LoggerFactory.getLogger("node");
    private static final long STOP_TIMEOUT_SECONDS = 10;

    @Override
    public void run(final LoadedConfig config, final RunDirectory runDirectory) throws IOException, ConfigException {
        final CountDownLatch stopRequested = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);
        final Thread hook = new Thread(
                () -> {
                    stopRequested.countDown();
                    awaitQuietly(stopped);
                },
                "fairlead-stop");
        Logging.configure(
                config.config().log(), SyslogChoice.ofProcess(config.config().log(), runDirectory));
        try (NodeLock lock = NodeLock.acquire(runDirectory, config.config().name())) {
            EventJournal.open(new EventFiles(
                    StateDirectory.of(runDirectory).node(config.config().name())));
            // Before the interface is touched: a signal in the middle of the start must put it back too.
            Runtime.getRuntime().addShutdownHook(hook);
            final AtomicReference<@Nullable RunningNode> running = new AtomicReference<>();
            final RunningNode node = start(config, lock, runDirectory);
            Reloader.tellAccepted(config);
            try (node) {
                running.set(node);
                // not before: what it loads would keep the first frame waiting
                Signals.onHangUp(() -> reload(running.get()));
                stopRequested.await();
                running.set(null);
                LOG.info("node {} stops", config.config().name());
            }
            EventKind.DAEMON_STOPPED
                    .log()
                    .log(
                            "node {} has stopped, the interface is the host's again",
                            config.config().name());
            // the journal is this daemon's as long as the lock is
            Logging.stop();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // the JVM ends as soon as the hook does: the last lines first
            try {
                Logging.stop();
            } finally {
                stopped.countDown();
            }
        }
    }

    private static RunningNode start(final LoadedConfig config, final NodeLock lock, final RunDirectory runDirectory)
            throws IOException, ConfigException {
        try {
            return RunningNode.start(config, lock, runDirectory);
        } catch (final SystemCallException | AttachException | UncheckedIOException e) {
            failed(e);
            throw new IOException(e.getMessage(), e);
        } catch (final RuntimeException | IOException | ConfigException | Error e) {
            failed(e);
            throw e;
        }
    }

    /** Told to whoever started it too, in the same words. */
    private static void failed(final Throwable cause) {
        EventKind.DAEMON_FAILED
                .log()
                .addMarker(Logging.SAID_BY_COMMAND)
                .log("the node cannot start: {}", cause.getMessage());
        Logging.stop();
    }

    private static void reload(final @Nullable RunningNode node) {
        if (node == null) {
            LOG.warn("SIGHUP is ignored: the node is stopping");
        } else {
            node.reload();
        }
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            if (!latch.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the node has not stopped within {} s: run `fairlead detach`", STOP_TIMEOUT_SECONDS);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CheckReport check(final LoadedConfig loaded) throws IOException, ConfigException {
        final NodeConfig config = loaded.config();
        final int managementIp;
        try (Netlink netlink = Netlink.open()) {
            managementIp = Objects.requireNonNull(HostInterface.find(netlink, loaded, config.interfaceName())
                            .ipv4())
                    .ipv4();
        } catch (final SystemCallException e) {
            throw new IOException(e.getMessage(), e);
        }
        try (HealthWatch watch = new HealthWatch(
                SystemNanoClock.INSTANCE,
                managementIp,
                config.health(),
                ConfigMapping.probed(config),
                (verdict, redirects, nowNs) -> {})) {
            watch.probeOnce();
            return new CheckAssembler(config).report(watch.ports(), System.nanoTime(), Instant.now());
        }
    }

    @Override
    public void detach(final String name, final RunDirectory runDirectory) throws IOException {
        try (NodeLock lock = NodeLock.acquire(runDirectory, name);
                Netlink netlink = Netlink.open()) {
            HostLegs.detach(lock.directory());
            new LocalVipRoutes(netlink).removeAll();
        } catch (final SystemCallException | AttachException | UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
