package io.fairlead.tools.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.Engine;
import io.fairlead.netstack.engine.ThreadingMode;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tapio.HostLoad;
import io.fairlead.tapio.MulticastMembership;
import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.attach.InlineAttachment;
import io.fairlead.tapio.attach.LocalVipRoutes;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlServer;
import io.fairlead.tools.control.NodeLock;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node at work on a real interface: attached, its engine running, its proxies probed, its control socket open. What was made is
 * undone in reverse order by {@link #close}, and by a start that fails half-way.
 */
final class RunningNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("node");
    private static final int VRRP_GROUP = io.fairlead.netstack.wire.Ipv4Address.parse("224.0.0.18");
    private static final long CONDUCTOR_TIMEOUT_MS = 2_000;

    private final Deque<AutoCloseable> undo = new ArrayDeque<>();
    private final NodeCore core;
    private final Waiter conductorWaiter;
    private final StatusAssembler status;
    private final Path countersFile;

    private RunningNode(final LoadedConfig loaded, final NodeLock lock, final RunDirectory runDirectory)
            throws IOException, ConfigException {
        countersFile = runDirectory.counters(loaded.config().name());
        try {
            final NodeConfig config = loaded.config();
            final Netlink netlink = keep(Netlink.open());
            final HostInterface host = HostInterface.find(netlink, loaded);
            final InlineAttachment attachment = InlineAttachment.attach(config.interfaceName(), lock.directory());
            undo.push(attachment::detach);
            final Link hostLink = netlink.links().find(attachment.hostIfIndex()).orElseThrow();
            acceptVips(netlink, hostLink, config);
            keep(MulticastMembership.join(TapKernelAddresses.inetAddress(VRRP_GROUP), attachment.hostIfIndex()));

            final SecureRandom random = new SecureRandom();
            final NodeIdentity identity = new NodeIdentity(
                    config.name(),
                    config.interfaceName(),
                    host.managementIp(),
                    host.broadcastIp(),
                    attachment.macAddress(),
                    random.nextLong());
            final boolean isShared = config.threadingMode() == NodeConfig.ThreadingMode.SHARED;
            final Waiter dataPathWaiter = keep(
                    new PollWaiter(attachment.uplink().fd(), attachment.host().fd()));
            conductorWaiter = isShared ? dataPathWaiter : keep(new PollWaiter());
            final TableFiles files =
                    new TableFiles(lock.directory(), TableFiles.stampOf(TableFiles.kernelBootId(), config.name()));
            final HostLoad load = new HostLoad();
            core = new NodeCore(
                    config,
                    identity,
                    new NodeCore.Surroundings(
                            SystemNanoClock.INSTANCE,
                            attachment.uplink(),
                            attachment.host(),
                            dataPathWaiter,
                            conductorWaiter,
                            new TapKernelAddresses(netlink, hostLink),
                            load::cpuFraction,
                            load::memoryFraction,
                            random::nextLong,
                            keep(CountersFile.create(countersFile)),
                            files.flows(),
                            files.sticky((int) config.stickyTimeout().toSeconds()),
                            files.translations()));
            status = new StatusAssembler(loaded, identity, core.conductor(), core.tables());

            final Engine engine = keep(new Engine(
                    isShared ? ThreadingMode.SHARED : ThreadingMode.SHARED_NETWORK,
                    SystemNanoClock.INSTANCE,
                    core.dataPath(),
                    dataPathWaiter,
                    core.conductor(),
                    conductorWaiter,
                    error -> LOG.error("an agent failed and goes on", error)));
            engine.start();
            undo.push(this::resign);
            LOG.info(
                    "node {} runs on {} ({}): {} interface, management address {}",
                    config.name(),
                    config.interfaceName(),
                    io.fairlead.netstack.wire.MacAddress.format(identity.mac()),
                    attachment.adopted() ? "adopted the" : "attached to the",
                    io.fairlead.netstack.wire.Ipv4Address.format(identity.managementIp()));

            final HealthWatch health = keep(new HealthWatch(
                    SystemNanoClock.INSTANCE,
                    identity.managementIp(),
                    config.redirects(),
                    (verdict, redirects) -> tell(() -> core.conductor().health(verdict, redirects))));
            health.start();
            keep(ControlServer.start(lock, this::onCommand));
        } catch (final RuntimeException | IOException | ConfigException | Error e) {
            undoAll(e);
            throw e;
        }
    }

    static RunningNode start(final LoadedConfig loaded, final NodeLock lock, final RunDirectory runDirectory)
            throws IOException, ConfigException {
        return new RunningNode(loaded, lock, runDirectory);
    }

    private <T extends AutoCloseable> T keep(final T resource) {
        undo.push(resource);
        return resource;
    }

    private void acceptVips(final Netlink netlink, final Link hostLink, final NodeConfig config) {
        final LocalVipRoutes routes = new LocalVipRoutes(netlink);
        undo.push(routes::removeAll);
        config.virtualRouters().forEach(router -> router.virtualIps()
                .forEach(virtualIp -> routes.add(
                        hostLink,
                        TapKernelAddresses.inetAddress(virtualIp.address().ipv4()))));
    }

    private void tell(final Runnable command) {
        core.commands().add(command);
        conductorWaiter.wake();
    }

    private <T> T ask(final Supplier<T> question) throws ControlException {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        tell(() -> {
            try {
                answer.complete(question.get());
            } catch (final RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(CONDUCTOR_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("the daemon is stopping", e);
        } catch (final TimeoutException e) {
            throw new ControlException(
                    "the conductor has not answered for " + CONDUCTOR_TIMEOUT_MS + " ms: the node is stuck", e);
        } catch (final ExecutionException e) {
            throw new ControlException("the daemon failed: " + e.getCause(), e);
        }
    }

    private JsonNode onCommand(final String command, final JsonNode args) throws ControlException {
        if (!"status".equals(command)) {
            throw new ControlException("unknown command '" + command + "'");
        }
        final SortedMap<String, Long> drops = drops();
        final StatusReport report = ask(() -> status.report(drops));
        // made here because data binding takes a while to load, and nobody asks before the first frame
        return new StatusJson().toJson(report);
    }

    private SortedMap<String, Long> drops() {
        final SortedMap<String, Long> drops = new TreeMap<>();
        for (final Map.Entry<String, Long> counter :
                CountersFile.read(countersFile).entrySet()) {
            if (counter.getKey().startsWith("drop-") && counter.getValue() > 0) {
                drops.put(counter.getKey(), counter.getValue());
            }
        }
        return drops;
    }

    private void resign() {
        try {
            ask(() -> {
                core.conductor().stop();
                return true;
            });
        } catch (final ControlException e) {
            LOG.warn("stops without saying goodbye: {}", e.getMessage());
        }
    }

    /** Resigns, puts the host's network back and ends everything that was started. */
    @Override
    public void close() throws IOException {
        final IOException failure = new IOException("not everything could be put back: run `fairlead detach`");
        undoAll(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void undoAll(final Throwable failure) {
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (final Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
