package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.FrameTap;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A node without a kernel: its first interface is two ports that somebody else fills, its time is what somebody else says, its proxies are well and its machine is idle.
 * All else is as in the daemon. Nothing of it reaches a wire, a kernel or a file. One thread, which calls {@link #run}.
 */
public final class MemoryNode implements AutoCloseable {

    private static final long MAC_TO_EUI_MASK = 0xFF_FFFFL;
    private static final long EUI_FILL = 0xFFFEL;
    private static final long EUI_LOCAL_BIT = 0x0200_0000_0000_0000L;
    private static final long LINK_LOCAL = 0xFE80_0000_0000_0000L;

    private final NodeConfig config;
    private final NodeIdentity identity;
    private final CountersFile counters;
    private final NodeCore core;
    private final DutyAgent dataPath;
    private final NanoClock clock;
    private final Wake dataPathWake = new Wake();
    private final Wake conductorWake = new Wake();
    private long conductorDeadlineNs;

    /**
     * What configurations do not say of a machine.
     *
     * @param managementIp IPv4
     * @param managementIp6 null if it has no IPv6 address of its own that clients may use
     * @param broadcastIp of its subnet
     * @param mac of its interface
     */
    public record Machine(int managementIp, @Nullable IpAddress managementIp6, int broadcastIp, long mac) {}

    /**
     * Time and chance.
     *
     * @param clock of the node
     * @param wallClock what it takes for the time of day
     * @param random 64 bits each time
     */
    public record Fate(NanoClock clock, EpochNanoClock wallClock, LongSupplier random) {}

    /**
     * Where frames come from and go to.
     *
     * @param uplink towards the wire, the data path's
     * @param host towards the kernel that there is not
     * @param conductorUplink where the conductor sends its own frames
     */
    public record Ports(FramePort uplink, FramePort host, FramePort conductorUplink) {}

    /** Remembers that it was woken. */
    private static final class Wake implements Waiter {

        private boolean isWoken = true;

        boolean take() {
            final boolean was = isWoken;
            isWoken = false;
            return was;
        }

        @Override
        public void await(final long timeoutNs) {
            throw new UnsupportedOperationException("nobody waits here");
        }

        @Override
        public void wake() {
            isWoken = true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    /**
     * A node that has just started.
     *
     * @param config what it was told; a load file of its proxy is not looked at
     * @param machine that it stands on
     * @param fate time and chance
     * @param ports of its first interface
     * @param tableCapacity of its tables, a power of two
     */
    public MemoryNode(
            final NodeConfig config,
            final Machine machine,
            final Fate fate,
            final Ports ports,
            final int tableCapacity) {
        this.config = config;
        clock = fate.clock();
        conductorDeadlineNs = clock.nanoTime();
        identity = new NodeIdentity(
                config.name(),
                config.interfaceName(),
                machine.managementIp(),
                machine.managementIp6(),
                machine.broadcastIp(),
                machine.mac(),
                Report.UNKNOWN_MTU,
                fate.random().getAsLong());
        counters = CountersFile.withoutFile(
                NodeCore.counters(1, config.interfaceNames().size()));
        core = new NodeCore(
                config.withoutMachine(),
                identity,
                new NodeCore.Surroundings(
                        clock,
                        fate.wallClock(),
                        interfaces(ports),
                        List.of(dataPathWake),
                        conductorWake,
                        HostMeasures.IDLE,
                        fate.random(),
                        counters,
                        List.of(SteeringTables.inMemory(tableCapacity, (int)
                                config.policy().stickyTimeout().toSeconds()))));
        dataPath = core.dataPaths().get(0);
    }

    private List<AttachedInterface> interfaces(final Ports ports) {
        final List<AttachedInterface> interfaces = new ArrayList<>();
        for (final String name : config.interfaceNames()) {
            interfaces.add(new AttachedInterface(
                    name,
                    identity.mac(),
                    IpAddress.ofIpv4(identity.managementIp()),
                    linkLocal(identity.mac()),
                    name.equals(identity.interfaceName())
                            ? new LegPorts(
                                    List.of(new QueuePorts(ports.uplink(), ports.host(), -1, -1)),
                                    ports.conductorUplink())
                            : LegPorts.of(new MemoryPort(), new MemoryPort()),
                    new NoKernelAddresses(),
                    KernelNeighbors.NONE,
                    KernelMacs.STEADY));
        }
        return List.copyOf(interfaces);
    }

    /** As a kernel derives it (RFC 4291 appendix A). */
    private static IpAddress linkLocal(final long mac) {
        final long low = (mac >>> 24 << 40) | EUI_FILL << 24 | (mac & MAC_TO_EUI_MASK);
        return IpAddress.ofIpv6(LINK_LOCAL, low ^ EUI_LOCAL_BIT);
    }

    private static final class NoKernelAddresses implements KernelAddresses {
        @Override
        public void show(final IpAddress virtualIp) {
            // nobody looks
        }

        @Override
        public void hide(final IpAddress virtualIp) {
            // nobody looks
        }
    }

    /** Takes the frames that its ports have, does what is due, and what follows from that. */
    public void run() {
        try {
            dataPathWake.take();
            dataPath.doWork();
            while (conductorWake.take() || clock.nanoTime() - conductorDeadlineNs >= 0) {
                runConductor();
                if (dataPathWake.take()) {
                    runDataPath();
                }
            }
        } catch (final Exception e) {
            throw new IllegalStateException("an agent threw", e);
        }
    }

    private void runConductor() throws Exception {
        int work = 1;
        while (work > 0) {
            work = core.conductor().doWork();
        }
        conductorDeadlineNs = Math.max(core.conductor().nextDeadlineNs(), clock.nanoTime() + 1);
    }

    private void runDataPath() throws Exception {
        int work = 1;
        while (work > 0) {
            work = dataPath.doWork();
        }
    }

    /**
     * When {@link #run} is to be called even if no frame comes.
     *
     * @return a time of its clock
     */
    public long nextDeadlineNs() {
        return Math.min(dataPath.nextDeadlineNs(), conductorDeadlineNs);
    }

    /** Its proxies were seen to be well. */
    public void becomeHealthy() {
        final List<RedirectHealth> redirects = ConfigMapping.probed(config).stream()
                .flatMap(redirect -> redirect.originalPorts().stream())
                .map(port -> new RedirectHealth(port, HealthReason.OK))
                .toList();
        core.commands().add(() -> core.conductor().health(new HealthVerdict(List.of()), redirects));
        conductorWake.wake();
    }

    /**
     * As {@code fairlead drain} does.
     *
     * @param name of any node of the cluster
     * @return empty, or why not
     */
    public Optional<String> drain(final String name) {
        try {
            core.conductor().drain(name, true);
            conductorWake.wake();
            return Optional.empty();
        } catch (final RefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Does it steer?
     *
     * @return true from the moment on that it announces itself
     */
    public boolean isDirector() {
        return core.conductor().routers().drivers().get(0).isDirector();
    }

    /**
     * What it says of itself.
     *
     * @return its own report
     */
    public Report report() {
        return core.conductor().cluster().membership().report();
    }

    /**
     * Reads what is addressed to a node of its cluster.
     *
     * @param managementIp of that node
     * @param mac of that node
     * @return a reader that believes what this node would believe
     */
    public FrameReader reader(final int managementIp, final long mac) {
        return new FrameReader(local(managementIp, mac, 0), ConfigMapping.authenticator(config.cluster()));
    }

    /**
     * Writes as a node of its cluster.
     *
     * @param managementIp of that node
     * @param mac of that node
     * @param bootId of that node
     * @return a writer
     */
    public FrameWriter writer(final int managementIp, final long mac, final long bootId) {
        return new FrameWriter(
                local(managementIp, mac, bootId),
                identity.broadcastIp(),
                ConfigMapping.authenticator(config.cluster()));
    }

    private LocalIdentity local(final int managementIp, final long mac, final long bootId) {
        return new LocalIdentity(ConfigMapping.clusterId(config), managementIp, mac, bootId);
    }

    /**
     * How it sees the nodes of its cluster.
     *
     * @return itself, then all that it has known
     */
    public List<Candidate> candidates() {
        final Membership membership = core.conductor().cluster().membership();
        final Eligibility eligibility = core.conductor().cluster().eligibility();
        final ToLongFunction<Integer> score = id -> core.tables().score(id);
        final List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(
                identity.name(),
                identity.managementIp(),
                identity.mac(),
                core.conductor().takesClients(),
                core.conductor().takesClients() ? "" : words(report()),
                score.applyAsLong(identity.managementIp())));
        for (final Node node : membership.nodes()) {
            final boolean takes = eligibility.isEligible(node);
            candidates.add(new Candidate(
                    node.report().name(),
                    node.id(),
                    node.mac(),
                    takes,
                    takes ? "" : words(node),
                    score.applyAsLong(node.id())));
        }
        return candidates;
    }

    private static String words(final Node node) {
        return switch (node.state()) {
            case ALIVE -> words(node.report());
            case SUSPECT, DEAD -> "is " + StatusWords.of(node.lossReason());
        };
    }

    private static String words(final Report report) {
        if (report.draining()) {
            return "is drained";
        }
        if (!report.scanning()) {
            return "does not scan";
        }
        return report.balancing().weight() == 0 ? "has weight 0" : "has a proxy that fails";
    }

    /**
     * A node that a client may be given to.
     *
     * @param name of the node
     * @param id its management address
     * @param mac where its frames go
     * @param takesClients whether it takes new ones
     * @param reason why it does not, in words that follow its name; empty if it does
     * @param score by which it is compared; the lowest wins, but for what was given to it since it reported
     */
    public record Candidate(String name, int id, long mac, boolean takesClients, String reason, long score) {}

    /**
     * Has every frame looked at.
     *
     * @param tap called by {@link #run}; null for none
     */
    public void tap(final @Nullable FrameTap tap) {
        core.dataPaths(0).get(0).tap(tap);
    }

    /**
     * Says what was done with a frame.
     *
     * @param isWholeStory false to be told only of new connections, which is faster
     * @return to be asked by a tap
     */
    public SteeringWitness witness(final boolean isWholeStory) {
        return core.witness(0, isWholeStory ? SteeringWitness::ofFrames : SteeringWitness::ofNewConnections);
    }

    /**
     * What it has counted.
     *
     * @return label to value
     */
    public Map<String, Long> counters() {
        return counters.values();
    }

    @Override
    public void close() {
        counters.close();
    }
}
