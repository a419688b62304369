package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.health.ProbeKind;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeSettings;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.Reason;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tools.config.ConfigUpdate;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.status.EngineStatus;
import io.fairlead.tools.status.Explanation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A node of the simulated cluster: the real core with ports in memory between a virtual switch and a simulated kernel. Both agents run
 * when they are woken or when they said they want to, each by itself, as on two threads.
 */
final class SimulatedNode implements VirtualSwitch.Station, AutoCloseable {

    private static final int CAPACITY = 1 << 12;
    private static final int STICKY_SECONDS = 1800;
    private static final int MOST_CYCLES = 200;
    private static final int MOST_RUNS_IN_10_MS = 1500;
    private static final long STAMP = 4711;

    private final Timeline timeline;
    private final VirtualSwitch wire;
    private final LoadedConfig loaded;
    private final int managementIp;
    private final int virtualIp;
    private final long mac;
    private final SplittableRandom random;
    private final Path countersFile;
    private final SimulatedKernel kernel;
    private final UnsafeBuffer flowMemory = memory(FlowTable.memoryLength(CAPACITY));
    private final UnsafeBuffer openingMemory = memory(FlowTable.memoryLength(CAPACITY));
    private final UnsafeBuffer translationMemory = memory(TranslationTable.memoryLength(CAPACITY));
    private UnsafeBuffer stickyMemory = memory(StickyTable.memoryLength(CAPACITY));
    private final Set<Integer> shownVips = new TreeSet<>();
    private @Nullable Life life;
    private long pausedUntilNs;
    private int arpAnswersForVip;
    private boolean isHealthy = true;

    /** From one start of the daemon to its end. */
    private final class Life {
        private final RunningConfig config = new RunningConfig(loaded);
        private final MemoryPort uplink = new MemoryPort();
        private final MemoryPort host = new MemoryPort();
        private final Wakeable dataPath = new Wakeable(this);
        private final Wakeable conductor = new Wakeable(this);
        private final CountersFile counters = CountersFile.create(countersFile);
        private final NodeIdentity identity = new NodeIdentity(
                loaded.config().name(),
                "eth0",
                managementIp,
                loaded.config().managementIp6().orElse(null),
                managementIp | 0xFF,
                mac,
                1500,
                random.nextLong());
        private final NodeCore core = new NodeCore(
                loaded.config(),
                identity,
                new NodeCore.Surroundings(
                        timeline,
                        timeline::nanoTime,
                        List.of(new AttachedInterface(
                                "eth0",
                                mac,
                                IpAddress.ofIpv4(managementIp),
                                null,
                                LegPorts.of(uplink, host),
                                new Kernel(),
                                KernelNeighbors.NONE,
                                KernelMacs.STEADY)),
                        List.of(dataPath),
                        conductor,
                        HostMeasures.IDLE,
                        random::nextLong,
                        counters,
                        List.of(new SteeringTables(
                                new FlowTable(flowMemory, STAMP, CAPACITY),
                                new FlowTable(openingMemory, STAMP, CAPACITY),
                                new StickyTable(stickyMemory, STAMP, CAPACITY, STICKY_SECONDS),
                                new TranslationTable(translationMemory, STAMP, CAPACITY)))));

        void start() {
            dataPath.agent = core.dataPaths().get(0);
            conductor.agent = core.conductor();
            dataPath.wake();
            conductor.wake();
        }

        void flush() {
            for (final byte[] frame : uplink.takeSent()) {
                noteArp(frame);
                wire.transmit(SimulatedNode.this, frame);
            }
            host.takeSent().forEach(kernel::receive);
        }
    }

    /** The kernel's addresses. */
    private final class Kernel implements KernelAddresses {
        @Override
        public void show(final IpAddress address) {
            shownVips.add(address.ipv4());
        }

        @Override
        public void hide(final IpAddress address) {
            shownVips.remove(address.ipv4());
        }
    }

    /** A thread's place: runs its agent when woken and when its deadline comes. */
    private final class Wakeable implements Waiter {
        private final Life owner;
        private @Nullable DutyAgent agent;
        private long plannedNs = Long.MAX_VALUE;
        private long lastWindow;
        private int runsInWindow;

        Wakeable(final Life owner) {
            this.owner = owner;
        }

        @Override
        public void wake() {
            plan(timeline.nanoTime() + 5_000 + random.nextLong(50_000));
        }

        private void plan(final long atNs) {
            final long noEarlierNs = Math.max(atNs, pausedUntilNs);
            if (noEarlierNs < plannedNs) {
                plannedNs = noEarlierNs;
                timeline.at(noEarlierNs, () -> run(noEarlierNs));
            }
        }

        private void run(final long dueNs) {
            final DutyAgent runs = agent;
            if (life != owner || runs == null || dueNs != plannedNs) {
                return;
            }
            plannedNs = Long.MAX_VALUE;
            refuseToSpin(runs);
            if (timeline.nanoTime() < pausedUntilNs) {
                plan(pausedUntilNs);
                return;
            }
            try {
                int cycles = 0;
                while (runs.doWork() > 0 && cycles < MOST_CYCLES) {
                    cycles++;
                    owner.flush();
                }
            } catch (final Exception e) {
                throw new AssertionError(
                        "the " + runs.roleName() + " of " + loaded.config().name() + " threw", e);
            }
            owner.flush();
            plan(Math.max(runs.nextDeadlineNs(), timeline.nanoTime() + 1_000));
        }

        /** An agent whose deadline stays in the past would keep a processor busy for nothing. */
        private void refuseToSpin(final DutyAgent runs) {
            final long window = timeline.nanoTime() / 10_000_000;
            runsInWindow = window == lastWindow ? runsInWindow + 1 : 0;
            lastWindow = window;
            if (runsInWindow > MOST_RUNS_IN_10_MS) {
                throw new AssertionError("the " + runs.roleName() + " of "
                        + loaded.config().name() + " spins: its deadline is "
                        + (runs.nextDeadlineNs() - timeline.nanoTime()) + " ns away");
            }
        }

        @Override
        public void await(final long timeoutNs) {
            throw new UnsupportedOperationException("nobody waits here");
        }

        @Override
        public void close() {
            agent = null;
        }
    }

    SimulatedNode(
            final Timeline timeline,
            final VirtualSwitch wire,
            final LoadedConfig loaded,
            final long mac,
            final int virtualIp,
            final SplittableRandom random,
            final Path countersFile) {
        this.timeline = timeline;
        this.wire = wire;
        this.loaded = loaded;
        this.managementIp = loaded.config().managementIp().orElseThrow().ipv4();
        this.virtualIp = virtualIp;
        this.mac = mac;
        this.random = random;
        this.countersFile = countersFile;
        this.kernel = new SimulatedKernel(managementIp, virtualIp, mac, this::fromKernel);
    }

    private static UnsafeBuffer memory(final int length) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, 64));
    }

    void start() {
        final Life begun = new Life();
        life = begun;
        begun.start();
        tellHealth();
    }

    /** What its control socket would begin. */
    Captures captures(final ConductorCalls calls) {
        return new Captures(List.of("eth0"), running().identity, running().core, calls);
    }

    /** The daemon is gone; its kernel, its proxy and the memory of its tables stay. */
    void crash() {
        close();
        // not renewed, they disappear by themselves; sooner here than in a kernel
        shownVips.clear();
    }

    void stop() {
        final Life running = running();
        running.core.conductor().stop();
        running.flush();
        crash();
    }

    void forgetSticky() {
        stickyMemory = memory(StickyTable.memoryLength(CAPACITY));
    }

    void pause(final long durationNs) {
        pausedUntilNs = timeline.nanoTime() + durationNs;
    }

    boolean isRunning() {
        return life != null && timeline.nanoTime() >= pausedUntilNs;
    }

    boolean isUp() {
        return life != null;
    }

    boolean isDirector() {
        return life != null && life.core.conductor().routers().drivers().get(0).isDirector();
    }

    Conductor conductor() {
        return running().core.conductor();
    }

    StatusAssembler status() {
        final Life running = running();
        return new StatusAssembler(
                running.config,
                running.identity,
                running.core.conductor(),
                running.core.tables(),
                EngineStatus.of(loaded.config().engine(), 1),
                List::of);
    }

    ConnectionExplainer explainer() {
        final Life running = running();
        return new ConnectionExplainer(running.config, running.identity, running.core.conductor());
    }

    /** As the control thread asks. */
    CompletableFuture<Explanation> explain(final IpAddress client, final int port) {
        final Life running = running();
        final CompletableFuture<CompletableFuture<Explanation>> asked = new CompletableFuture<>();
        running.core.commands().add(() -> asked.complete(explainer().explain(client, port)));
        running.conductor.wake();
        return asked.thenCompose(answer -> answer);
    }

    RunningConfig config() {
        return running().config;
    }

    /** As after {@code fairlead reload}; the proxies are probed when the test says so. */
    ConfigUpdate reload(final LoadedConfig file) {
        final Life running = running();
        final ConfigUpdate update = ConfigUpdate.of(running.config.loaded(), file);
        running.config.becomes(update.result());
        running.core
                .commands()
                .add(() -> running.core.conductor().reconfigure(update.result().config()));
        running.conductor.wake();
        return update;
    }

    private Life running() {
        if (life == null) {
            throw new IllegalStateException(loaded.config().name() + " does not run");
        }
        return life;
    }

    SimulatedKernel kernel() {
        return kernel;
    }

    long mac() {
        return mac;
    }

    int managementIp() {
        return managementIp;
    }

    Set<Integer> shownVips() {
        return shownVips;
    }

    int arpAnswersForVip() {
        return arpAnswersForVip;
    }

    long counter(final String label) {
        final Map<String, Long> values = CountersFile.read(countersFile);
        return values.getOrDefault(label, 0L);
    }

    /** The proxy answers its probes or does not; the kernel listens accordingly. */
    void healthy(final boolean nowHealthy) {
        isHealthy = nowHealthy;
        tellHealth();
    }

    private void tellHealth() {
        final Life running = life;
        final NodeConfig config = running == null ? loaded.config() : running.config.config();
        config.redirects().forEach(redirect -> kernel.listen(redirect.proxyPort(), isHealthy));
        if (running == null) {
            return;
        }
        final HealthVerdict verdict = isHealthy
                ? new HealthVerdict(List.of())
                : new HealthVerdict(List.of(new HealthVerdict.Failure(
                        new ProbeTarget(
                                "http",
                                new InetSocketAddress(Ipv4Address.format(managementIp), 9090),
                                ProbeSettings.of(ProbeKind.HTTP)),
                        Optional.of(ProbeResult.of(Reason.REFUSED)),
                        timeline.nanoTime())));
        final List<RedirectHealth> redirects = config.redirects().stream()
                .flatMap(redirect -> redirect.originalPorts().stream())
                .map(port -> new RedirectHealth(port, isHealthy ? HealthReason.OK : HealthReason.REFUSED))
                .toList();
        running.core.commands().add(() -> running.core.conductor().health(verdict, redirects));
        running.conductor.wake();
    }

    @Override
    public void receive(final byte[] frame) {
        final Life running = life;
        if (running != null) {
            running.uplink.inject(frame);
            running.dataPath.wake();
        }
    }

    private void fromKernel(final byte[] frame) {
        final Life running = life;
        if (running != null) {
            running.host.inject(frame);
            running.dataPath.wake();
        }
    }

    private void noteArp(final byte[] frame) {
        final Frames.View view = new Frames.View(frame);
        if (view.isArp() && view.arp.opcode() == ArpPacket.REPLY && view.arp.senderIp() == virtualIp) {
            arpAnswersForVip++;
        }
    }

    @Override
    public void close() {
        if (life != null) {
            life.counters.close();
            life = null;
        }
    }

    @Override
    public String toString() {
        return loaded.config().name();
    }
}
