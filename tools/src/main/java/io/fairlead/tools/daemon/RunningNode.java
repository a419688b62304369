package io.fairlead.tools.daemon;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.Engine;
import io.fairlead.netstack.engine.ThreadingMode;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tapio.Offload;
import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.Processors;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tools.capture.live.CaptureCounter;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigProblem;
import io.fairlead.tools.config.EngineConfig;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlServer;
import io.fairlead.tools.control.NodeLock;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.events.EventKind;
import io.fairlead.tools.logging.Logging;
import io.fairlead.tools.metrics.MetricsServer;
import io.fairlead.tools.metrics.NodeMetrics;
import io.fairlead.tools.status.EngineStatus;
import io.fairlead.tools.track.TrackProbes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node at work on a real interface: attached, its engine running, its proxies probed, its control socket open. What was made is
 * undone in reverse order by {@link #close}, and by a start that fails half-way.
 */
final class RunningNode implements AutoCloseable {

    private static final String NO_OFFLOAD = "the kernel refuses offload on the TAPs, which takes more processor time;"
            + " use a newer kernel, or set engine.offload to false";

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final Deque<AutoCloseable> undo = new ArrayDeque<>();
    private final NodeCore core;
    private final ConductorCalls conductor;
    private final Reloader reloader;

    private RunningNode(final LoadedConfig loaded, final NodeLock lock, final RunDirectory runDirectory)
            throws IOException, ConfigException {
        final Path countersFile = runDirectory.counters(loaded.config().name());
        try {
            final NodeConfig config = loaded.config();
            checkProcessors(loaded);
            final DataPathThreads threads = DataPathThreads.of(config.engine().threads());
            // before the interface is touched: there may be no room for them
            final TableFiles files = keep(new TableFiles(
                    lock.directory(), TableFiles.stampOf(TableFiles.kernelBootId(), config.name()), threads.count()));
            files.reserve();
            final Netlink netlink = keep(Netlink.open());
            final DataPathPorts ports = new DataPathPorts(config.engine().ioUring());
            final HostLegs legs = keep(HostLegs.attach(netlink, loaded, lock.directory(), ports, threads.count()));

            final SecureRandom random = new SecureRandom();
            final NodeIdentity identity = new NodeIdentity(
                    config.name(),
                    config.interfaceName(),
                    Objects.requireNonNull(legs.first().ipv4()).ipv4(),
                    legs.first().managementIp6(),
                    legs.first().broadcastIp(),
                    legs.firstAttachment().macAddress(),
                    legs.firstAttachment().mtu(),
                    random.nextLong());
            final boolean isShared = config.engine().threadingMode() == EngineConfig.ThreadingMode.SHARED;
            final List<PollWaiter> dataPathWaiters = new ArrayList<>();
            for (int thread = 0; thread < threads.count(); thread++) {
                dataPathWaiters.add(keep(new PollWaiter(legs.descriptors(thread))));
            }
            final Waiter conductorWaiter = isShared ? dataPathWaiters.get(0) : keep(new PollWaiter());
            core = new NodeCore(
                    config,
                    identity,
                    new NodeCore.Surroundings(
                            SystemNanoClock.INSTANCE,
                            SystemEpochNanoClock.INSTANCE,
                            legs.interfaces(netlink),
                            dataPathWaiters,
                            conductorWaiter,
                            keep(new HostWatch(config)),
                            random::nextLong,
                            keep(CountersFile.create(
                                    countersFile,
                                    NodeCore.counters(
                                            threads.count(),
                                            config.interfaceNames().size()))),
                            files.tables((int) config.policy().stickyTimeout().toSeconds())));
            conductor = new ConductorCalls(core.commands(), conductorWaiter);

            final Engine engine = keep(new Engine(
                    mode(isShared, threads),
                    SystemNanoClock.INSTANCE,
                    dataPaths(config.engine(), dataPathWaiters),
                    ConfigMapping.idling(config.engine()),
                    new Engine.Worker(
                            isShared ? core.conductor() : PreparedAgent.punctual(core.conductor()), conductorWaiter),
                    error -> LOG.error("an agent failed and goes on", error)));
            engine.start();
            undo.push(this::resign);
            // its own: it is used by one thread at a time
            final LegKeepers keepers = keep(new LegKeepers(keepers(legs, keep(Netlink.open()), dataPathWaiters)));
            keepers.start();
            Rehearsal.start(config, identity);
            Logging.begin();
            EventKind.DAEMON_STARTED
                    .log()
                    .log(
                            "node {} runs on {} ({}): {} interface, management address {}{}",
                            config.name(),
                            config.interfaceName(),
                            io.fairlead.netstack.wire.MacAddress.format(identity.mac()),
                            legs.firstAttachment().adopted() ? "adopted the" : "attached to the",
                            io.fairlead.netstack.wire.Ipv4Address.format(identity.managementIp()),
                            identity.managementIp6() == null ? ", none of IPv6" : " and " + identity.managementIp6());

            final Offload offload = legs.firstAttachment().uplink().offload();
            final boolean isOffloadRefused = config.engine().offload() && offload == Offload.NONE;
            LOG.info(
                    "offload on the TAPs: {}{}",
                    offload.description(),
                    isOffloadRefused ? ", the kernel refuses more" : "");
            final List<String> lacks = Stream.of(threads.warning(), ports.warning(), isOffloadRefused ? NO_OFFLOAD : "")
                    .filter(warning -> !warning.isEmpty())
                    .toList();

            final EngineStatus engineStatus = EngineStatus.of(config.engine(), threads.count());
            LOG.info("data path: {}", engineStatus.describe());

            final HealthLog healthLog = new HealthLog();
            final ProxyWatch proxies = keep(new ProxyWatch(
                    config,
                    (verdict, redirects, nowNs) -> {
                        healthLog.tell(verdict, nowNs);
                        conductor.tell(() -> core.conductor().health(verdict, redirects));
                    },
                    (now, onVerdict) -> new HealthWatch(
                            SystemNanoClock.INSTANCE,
                            identity.managementIp(),
                            now.health(),
                            ConfigMapping.probed(now),
                            onVerdict)));
            proxies.start();
            final TrackProbes tracks = keep(new TrackProbes(
                    ConfigMapping.trackTargets(config),
                    (target, isUp, why) -> conductor.tell(() -> core.conductor().track(target.name(), isUp, why))));
            tracks.start();
            final RunningConfig running = new RunningConfig(loaded);
            reloader = new Reloader(running, conductor, core.conductor()::reconfigure, proxies::changed);
            final StatusAssembler status = new StatusAssembler(
                    running, identity, core.conductor(), core.tables(), engineStatus, () -> Stream.concat(
                                    lacks.stream(), keepers.warnings().stream())
                            .toList());
            final ConnectionExplainer explainer = new ConnectionExplainer(running, identity, core.conductor());
            final Mark mark = Mark.ofMaintenance(lock.directory());
            if (mark.isSet()) {
                conductor.tell(() -> core.conductor().maintenance(true));
            }
            final Mark drained = Mark.ofDrain(lock.directory());
            conductor.tell(() -> {
                core.conductor().onDrained(on -> keepMark(drained, on));
                if (drained.isSet()) {
                    core.conductor().stayDrained();
                }
            });
            config.metricsAddress()
                    .ifPresent(address -> keep(MetricsServer.start(address, metrics(config, status, countersFile))));
            keep(ControlServer.start(
                    lock,
                    new ControlCommands(
                            core.conductor(),
                            conductor,
                            status,
                            () -> proxies.check(System.nanoTime(), Instant.now()),
                            explainer,
                            new ConfigCommands(running, reloader),
                            keep(new Captures(config.interfaceNames(), identity, core, conductor)),
                            mark,
                            countersFile),
                    ControlGroups.access(config.control())));
        } catch (final RuntimeException | IOException | ConfigException | Error e) {
            undoAll(e);
            throw e;
        }
    }

    static RunningNode start(final LoadedConfig loaded, final NodeLock lock, final RunDirectory runDirectory)
            throws IOException, ConfigException {
        return new RunningNode(loaded, lock, runDirectory);
    }

    private NodeMetrics metrics(final NodeConfig config, final StatusAssembler status, final Path countersFile) {
        return new NodeMetrics(
                config.name(),
                config.interfaceNames(),
                Stream.of(ConductorCounter.values(), CaptureCounter.values())
                        .flatMap(Stream::of)
                        .toList(),
                () -> conductor.ask(() -> status.report(Collections.emptySortedMap())),
                () -> CountersFile.read(countersFile));
    }

    private static ThreadingMode mode(final boolean isShared, final DataPathThreads threads) {
        if (isShared) {
            return ThreadingMode.SHARED;
        }
        return threads.count() == 1 ? ThreadingMode.SHARED_NETWORK : ThreadingMode.DEDICATED;
    }

    /** Several threads have a processor each, if they are pinned; one has all that are named. */
    private List<Engine.Worker> dataPaths(final EngineConfig config, final List<PollWaiter> waiters) {
        final List<Engine.Worker> workers = new ArrayList<>();
        for (int thread = 0; thread < waiters.size(); thread++) {
            final DutyAgent agent = core.dataPaths().get(thread);
            final List<Integer> cpus = waiters.size() == 1 || config.cpus().isEmpty()
                    ? config.cpus()
                    : List.of(config.cpus().get(thread));
            workers.add(
                    new Engine.Worker(cpus.isEmpty() ? agent : PreparedAgent.pinned(agent, cpus), waiters.get(thread)));
        }
        return workers;
    }

    private static void checkProcessors(final LoadedConfig loaded) throws IOException, ConfigException {
        if (loaded.config().engine().cpus().isEmpty()) {
            return;
        }
        final List<ConfigProblem> problems = loaded.checkProcessors(Processors.online(), Processors.allowed());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private <T extends AutoCloseable> T keep(final T resource) {
        undo.push(resource);
        return resource;
    }

    private List<LegKeeper> keepers(
            final HostLegs legs, final Netlink netlink, final List<PollWaiter> dataPathWaiters) {
        final List<LegKeeper> keepers = new ArrayList<>();
        for (final HostLeg leg : legs.legs()) {
            final int number = keepers.size();
            final int uplinkSource = 2 * number;
            final String name = leg.host().name();
            final PortHandover handover = new PortHandover(
                    core.dataPaths(number),
                    (thread, uplinkFd, hostFd) -> {
                        dataPathWaiters.get(thread).watch(uplinkSource, uplinkFd);
                        dataPathWaiters.get(thread).watch(uplinkSource + 1, hostFd);
                    },
                    dataPathWaiters,
                    core.leg(number).sender(),
                    conductor);
            leg.keptBy(netlink, handover);
            keepers.add(new LegKeeper(
                    name,
                    leg,
                    new PortFailures(
                            name,
                            core.counters(number),
                            () -> PortHandover.lastError(handover.uplinks()),
                            () -> PortHandover.lastError(handover.hosts())),
                    new LegKeeper.Listener() {
                        @Override
                        public void onAttachment(final boolean isUp, final String why) {
                            conductor.tell(() -> core.conductor().attachment(name, isUp, why));
                        }

                        @Override
                        public void onMended() {
                            conductor.tell(() -> core.conductor().attachmentMended());
                        }
                    },
                    SystemNanoClock.INSTANCE));
        }
        return keepers;
    }

    /** On the conductor's thread: the order may come from another node, and the folder is in memory. */
    private static void keepMark(final Mark mark, final boolean on) {
        try {
            mark.set(on);
        } catch (final IOException e) {
            LOG.warn("a restart of the daemon will forget whether the node is drained: {}", e.getMessage());
        }
    }

    /** On a signal. */
    void reload() {
        try {
            reloader.reload("SIGHUP");
        } catch (final ControlException | UncheckedIOException e) {
            LOG.error("the reload failed: {}", e.getMessage());
        }
    }

    private void resign() {
        try {
            conductor.ask(() -> {
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
