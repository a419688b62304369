package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.policy.LoadPolicy;
import io.fairlead.lb.policy.SlowStart;
import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.steering.AddressGuard;
import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringCommands;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.vrrp.AdvertisementVerdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * The node without its kernel: both agents and what is between them, made from a configuration and a few outside things that a test
 * can stand in for. Nothing runs until somebody calls the agents' duty cycles.
 */
final class NodeCore {

    private static final int COMMAND_CHUNK = 64;

    private final List<DataPathAgent> agents;
    private final List<Leg> legs;
    private final List<CounterSet<EngineCounter>> engineCounters = new ArrayList<>();
    private final DutyAgent dataPath;
    private final Conductor conductor;
    private final TablePublisher tables;
    private final Queue<Runnable> commands;

    /** What surrounds a node; the first interface carries the management address. */
    record Surroundings(
            NanoClock clock,
            EpochNanoClock wallClock,
            List<AttachedInterface> interfaces,
            Waiter dataPathWaiter,
            Waiter conductorWaiter,
            DoubleSupplier cpuFraction,
            DoubleSupplier memoryFraction,
            LongSupplier random,
            CountersFile counters,
            SteeringTables tables) {}

    NodeCore(final NodeConfig config, final NodeIdentity identity, final Surroundings around) {
        final CounterSet<SteeringCounter> steeringCounters = around.counters().allocate(SteeringCounter.class);
        final CounterSet<ConductorCounter> conductorCounters = around.counters().allocate(ConductorCounter.class);
        final CounterSet<AdvertisementVerdict> advertisementVerdicts =
                around.counters().allocate("vrrp-", AdvertisementVerdict.class);
        final CounterSet<Verdict> reportVerdicts = around.counters().allocate("report-", Verdict.class);

        final SteeringEvents events = new SteeringEvents();
        final SteeringCommands steeringCommands = new SteeringCommands(steeringCounters);
        final Steering steering = new Steering(
                // frames wait in the TAP before the first table is published: the kernel must not answer ARP for the
                // VIPs,
                // nor reset translated flows that it knows nothing of
                SteeringTable.alone(
                        identity.managementIp(),
                        identity.managementIp6(),
                        identity.mac(),
                        ConfigMapping.virtualIps(config, identity.interfaceName()),
                        ConfigMapping.redirectMap(config)),
                around.tables(),
                events,
                steeringCommands,
                steeringCounters);
        final ControlRing control = new ControlRing();
        agents = agents(config, around, steering, control, steeringCounters, engineCounters);
        dataPath = new WakingDataPath(
                agents, steering, events, new PatientWaker(around.conductorWaiter(), around.clock()));

        final long startNs = around.clock().nanoTime();
        final Conductor.CycleTime time = new Conductor.CycleTime(startNs);
        final OwnState own = ConfigMapping.ownState(config, identity, startNs);
        final Eligibility eligibility = new Eligibility(config);
        tables = new TablePublisher(
                identity,
                own,
                eligibility,
                ConfigMapping.virtualIps(config, identity.interfaceName()),
                ConfigMapping.redirectMap(config),
                steering,
                around.dataPathWaiter()::wake,
                ConfigMapping.choice(config.policy()),
                new LoadPolicy(config.policy().weights()),
                new SlowStart(config.policy().slowStart().toNanos()),
                config.policy().heavySources());
        legs = around.interfaces().stream()
                .map(attached -> new Leg(
                        attached,
                        conductorCounters.get(ConductorCounter.CONDUCTOR_SENT),
                        conductorCounters.get(ConductorCounter.DROP_CONDUCTOR_SEND),
                        startNs))
                .toList();
        final Authenticator authenticator = ConfigMapping.authenticator(config.cluster());
        final LocalIdentity local = new LocalIdentity(
                ConfigMapping.clusterId(config), identity.managementIp(), identity.mac(), identity.bootId());
        final ClusterLink cluster = new ClusterLink(
                identity,
                time,
                legs.get(0).sender(),
                new FrameReader(local, authenticator),
                new FrameWriter(local, identity.broadcastIp(), authenticator),
                reportVerdicts,
                conductorCounters,
                steeringCommands,
                tables,
                eligibility,
                new HeavySourceWatch(config.policy().heavySources().isSpread()),
                ConfigMapping.membershipConfig(config.cluster()),
                config.cluster().arpProbeInterval().toNanos(),
                own.report(startNs),
                around.random());
        // before the first frame: without redirects a frame of a translated flow would reach a kernel that resets it
        tables.publish(cluster.membership(), false, false, Long.MAX_VALUE, startNs);
        commands = new MpscUnboundedArrayQueue<>(COMMAND_CHUNK);
        conductor = new Conductor(
                identity,
                around.clock(),
                time,
                commands,
                control,
                events,
                cluster,
                tables,
                legs,
                own,
                new LoadSampler(
                        around.cpuFraction(),
                        around.memoryFraction(),
                        proxyLoad(config),
                        steeringCounters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE),
                        steeringCounters.get(SteeringCounter.OWN_CONNECTIONS),
                        config.cluster().reportInterval().toNanos(),
                        startNs),
                advertisementVerdicts,
                conductorCounters,
                directorship -> new RouterMaker(legs, time, around.wallClock(), cluster.membership())
                        .make(config, directorship));
    }

    private static IntSupplier proxyLoad(final NodeConfig config) {
        return config.proxyLoadFile()
                .<IntSupplier>map(file -> new ProxyLoadFile(file, InstantSource.system()))
                .orElse(() -> Load.UNSAID);
    }

    /** The first interface steers; on the others nothing is balanced. */
    private static List<DataPathAgent> agents(
            final NodeConfig config,
            final Surroundings around,
            final Steering steering,
            final ControlRing control,
            final CounterSet<SteeringCounter> steeringCounters,
            final List<CounterSet<EngineCounter>> engineCounters) {
        final List<DataPathAgent> agents = new ArrayList<>();
        for (final AttachedInterface attached : around.interfaces()) {
            final boolean isFirst = agents.isEmpty();
            final CounterSet<EngineCounter> counters = isFirst
                    ? around.counters().allocate(EngineCounter.class)
                    : around.counters().allocate(attached.name() + "-", EngineCounter.class);
            engineCounters.add(counters);
            agents.add(new DataPathAgent(
                    around.clock(),
                    isFirst
                            ? steering
                            : new AddressGuard(
                                    attached.mac(),
                                    attached.ipv4() == null
                                            ? 0
                                            : attached.ipv4().ipv4(),
                                    ConfigMapping.virtualIps(config, attached.name()),
                                    steeringCounters),
                    attached.ports().uplink(),
                    attached.ports().host(),
                    control,
                    agents.size() + Conductor.FIRST_LEG,
                    around.conductorWaiter(),
                    counters));
        }
        return agents;
    }

    DutyAgent dataPath() {
        return dataPath;
    }

    /** The data path of the interface with this number, in their order; its slots are for any thread. */
    DataPathAgent dataPath(final int leg) {
        return agents.get(leg);
    }

    /** What the data path of that interface counts. */
    CounterSet<EngineCounter> counters(final int leg) {
        return engineCounters.get(leg);
    }

    /** Conductor only, as all of it. */
    Leg leg(final int leg) {
        return legs.get(leg);
    }

    Conductor conductor() {
        return conductor;
    }

    TablePublisher tables() {
        return tables;
    }

    /** Any thread: runs on the conductor after its waiter was woken. */
    Queue<Runnable> commands() {
        return commands;
    }
}
