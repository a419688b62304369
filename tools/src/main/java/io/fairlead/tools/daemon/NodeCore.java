package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.steering.AddressGuard;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringShards;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CounterSums;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.tools.capture.live.CaptureCounter;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.vrrp.AdvertisementVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * The node without its kernel: all agents and what is between them, made from a configuration and a few outside things that a test
 * can stand in for. Nothing runs until somebody calls the agents' duty cycles.
 */
final class NodeCore {

    private static final int COMMAND_CHUNK = 64;

    /** The name of the thread, if there is one alone. */
    private static final String DATA_PATH = "data-path";

    private final List<List<DataPathAgent>> agentsByLeg = new ArrayList<>();
    private final List<CounterSums<EngineCounter>> engineCounters = new ArrayList<>();
    private final List<Leg> legs;
    private final List<DutyAgent> dataPaths = new ArrayList<>();
    private final SteeringShards shards;
    private final List<CounterSet<SteeringCounter>> steeringCounters;
    private final List<CounterSet<CaptureCounter>> captureCounters;
    private final Conductor conductor;
    private final TablePublisher tables;
    private final Queue<Runnable> commands;

    /** What surrounds a node; the first interface carries the management address. Each data-path thread has a waiter and tables of its own. */
    record Surroundings(
            NanoClock clock,
            EpochNanoClock wallClock,
            List<AttachedInterface> interfaces,
            List<? extends Waiter> dataPathWaiters,
            Waiter conductorWaiter,
            HostMeasures host,
            LongSupplier random,
            CountersFile counters,
            List<SteeringTables> tables) {}

    NodeCore(final NodeConfig config, final NodeIdentity identity, final Surroundings around) {
        final int threads = around.tables().size();
        steeringCounters = IntStream.range(0, threads)
                .mapToObj(thread -> around.counters().allocate(SteeringCounter.class))
                .toList();
        final CounterSums<SteeringCounter> steeringSums = new CounterSums<>(steeringCounters);
        captureCounters = IntStream.range(0, threads)
                .mapToObj(thread -> around.counters().allocate(CaptureCounter.class))
                .toList();
        final CounterSet<ConductorCounter> conductorCounters = around.counters().allocate(ConductorCounter.class);
        final CounterSet<AdvertisementVerdict> advertisementVerdicts =
                around.counters().allocate("vrrp-", AdvertisementVerdict.class);
        final CounterSet<Verdict> reportVerdicts = around.counters().allocate("report-", Verdict.class);

        shards = new SteeringShards(
                // frames wait in the TAP before the first table is published: the kernel must not answer ARP for the
                // VIPs,
                // nor reset translated flows that it knows nothing of
                SteeringTable.alone(
                        identity.managementIp(),
                        identity.managementIp6(),
                        identity.mac(),
                        ConfigMapping.virtualIps(config, identity.interfaceName()),
                        new RedirectMap(ConfigMapping.redirects(config))),
                around.tables(),
                steeringCounters);
        final List<ControlRing> control = IntStream.range(0, threads)
                .mapToObj(thread -> new ControlRing())
                .toList();
        for (final AttachedInterface attached : around.interfaces()) {
            agentsByLeg.add(agents(config, around, attached, control));
        }
        for (int thread = 0; thread < threads; thread++) {
            final int number = thread;
            dataPaths.add(new WakingDataPath(
                    agentsByLeg.stream().map(agents -> agents.get(number)).toList(),
                    shards.steering(thread),
                    shards.events(thread),
                    new PatientWaker(around.conductorWaiter(), around.clock()),
                    threads == 1 ? DATA_PATH : DATA_PATH + "-" + thread));
        }

        final long startNs = around.clock().nanoTime();
        final Conductor.CycleTime time = new Conductor.CycleTime(startNs);
        final OwnState own = ConfigMapping.ownState(config, identity, startNs);
        final Eligibility eligibility = new Eligibility(config);
        tables = new TablePublisher(
                identity,
                own,
                eligibility,
                ConfigMapping.virtualIps(config, identity.interfaceName()),
                shards,
                () -> around.dataPathWaiters().forEach(Waiter::wake),
                config);
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
                shards,
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
                shards,
                cluster,
                tables,
                legs,
                own,
                new LoadSampler(
                        around.host(),
                        () -> steeringSums.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE),
                        () -> steeringSums.get(SteeringCounter.OWN_CONNECTIONS),
                        config.cluster().reportInterval().toNanos(),
                        startNs),
                advertisementVerdicts,
                conductorCounters,
                directorship -> new RouterMaker(legs, time, around.wallClock(), cluster.membership())
                        .make(config, directorship));
    }

    /** What each thread does for an interface. The first interface steers; on the others nothing is balanced. */
    private List<DataPathAgent> agents(
            final NodeConfig config,
            final Surroundings around,
            final AttachedInterface attached,
            final List<ControlRing> control) {
        final boolean isFirst = agentsByLeg.isEmpty();
        final List<DataPathAgent> agents = new ArrayList<>();
        final List<CounterSet<EngineCounter>> sets = new ArrayList<>();
        for (int thread = 0; thread < shards.count(); thread++) {
            final CounterSet<EngineCounter> counters = isFirst
                    ? around.counters().allocate(EngineCounter.class)
                    : around.counters().allocate(attached.name() + "-", EngineCounter.class);
            sets.add(counters);
            agents.add(new DataPathAgent(
                    around.clock(),
                    isFirst
                            ? shards.steering(thread)
                            : new AddressGuard(
                                    attached.mac(),
                                    attached.ipv4() == null
                                            ? 0
                                            : attached.ipv4().ipv4(),
                                    ConfigMapping.virtualIps(config, attached.name()),
                                    steeringCounters.get(thread)),
                    attached.ports().queue(thread).uplink(),
                    attached.ports().queue(thread).host(),
                    control.get(thread),
                    agentsByLeg.size() + Conductor.FIRST_LEG,
                    around.conductorWaiter(),
                    counters));
        }
        engineCounters.add(new CounterSums<>(sets));
        return List.copyOf(agents);
    }

    /** How many counters a node of so many threads and interfaces may have. */
    static int counters(final int threads, final int interfaces) {
        final int each = SteeringCounter.values().length
                + CaptureCounter.values().length
                + interfaces * EngineCounter.values().length;
        return CountersFile.MAX_COUNTERS + (threads - 1) * each;
    }

    /** What each data-path thread runs. */
    List<DutyAgent> dataPaths() {
        return List.copyOf(dataPaths);
    }

    /** The data path of the interface with this number, in their order, on each thread; their slots are for any thread. */
    List<DataPathAgent> dataPaths(final int leg) {
        return agentsByLeg.get(leg);
    }

    /** Makes one that says what was done with the frame that a thread has just decided; for that thread. */
    SteeringWitness witness(
            final int thread, final BiFunction<Steering, CounterSet<SteeringCounter>, SteeringWitness> kind) {
        return kind.apply(shards.steering(thread), steeringCounters.get(thread));
    }

    /** What each thread counts of captures. */
    CounterSums<CaptureCounter> captureCounters() {
        return new CounterSums<>(captureCounters);
    }

    /** What the data path of that interface counts. */
    CounterSums<EngineCounter> counters(final int leg) {
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
