package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.lb.membership.MembershipConfig;
import io.fairlead.lb.policy.LoadPolicy;
import io.fairlead.lb.policy.Weights;
import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.ClusterId;
import io.fairlead.lb.report.ConfigurationDigest;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.steering.Redirect;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringCommands;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.tools.config.ClusterConfig;
import io.fairlead.tools.config.ClusterKey;
import io.fairlead.tools.config.IpPrefix;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.VirtualRouterSettings;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouterConfig;
import java.util.List;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * The node without its kernel: both agents and what is between them, made from a configuration and a few outside things that a test
 * can stand in for. Nothing runs until somebody calls the agents' duty cycles.
 */
final class NodeCore {

    private static final int COMMAND_CHUNK = 64;
    private static final int MISSED_REPORTS = 3;
    private static final int BROADCAST_EVERY = 3;

    private final DutyAgent dataPath;
    private final Conductor conductor;
    private final TablePublisher tables;
    private final Queue<Runnable> commands;

    /** What surrounds a node. */
    record Surroundings(
            NanoClock clock,
            FramePort uplink,
            FramePort host,
            Waiter dataPathWaiter,
            Waiter conductorWaiter,
            KernelAddresses kernelAddresses,
            DoubleSupplier cpuFraction,
            DoubleSupplier memoryFraction,
            LongSupplier random,
            CountersFile counters,
            FlowTable flows,
            StickyTable sticky,
            TranslationTable translations) {}

    NodeCore(final NodeConfig config, final NodeIdentity identity, final Surroundings around) {
        final CounterSet<SteeringCounter> steeringCounters = around.counters().allocate(SteeringCounter.class);
        final CounterSet<EngineCounter> engineCounters = around.counters().allocate(EngineCounter.class);
        final CounterSet<ConductorCounter> conductorCounters = around.counters().allocate(ConductorCounter.class);
        final CounterSet<AdvertisementVerdict> advertisementVerdicts =
                around.counters().allocate("vrrp-", AdvertisementVerdict.class);
        final CounterSet<Verdict> reportVerdicts = around.counters().allocate("report-", Verdict.class);

        final SteeringEvents events = new SteeringEvents();
        final SteeringCommands steeringCommands = new SteeringCommands();
        final Steering steering = new Steering(
                // frames wait in the TAP before the first table is published: the kernel must not answer ARP for the
                // VIPs,
                // nor reset translated flows that it knows nothing of
                SteeringTable.alone(identity.managementIp(), identity.mac(), virtualIps(config), redirectMap(config)),
                around.flows(),
                around.sticky(),
                around.translations(),
                events,
                steeringCommands,
                steeringCounters);
        final ControlRing control = new ControlRing();
        dataPath = new WakingDataPath(
                new DataPathAgent(
                        around.clock(),
                        steering,
                        around.uplink(),
                        around.host(),
                        control,
                        around.conductorWaiter(),
                        engineCounters),
                steering,
                events,
                around.conductorWaiter());

        final long startNs = around.clock().nanoTime();
        final Conductor.CycleTime time = new Conductor.CycleTime(startNs);
        final OwnState own = ownState(config, identity, startNs);
        tables = new TablePublisher(
                identity,
                own,
                virtualIps(config),
                redirectMap(config),
                steering,
                around.dataPathWaiter()::wake,
                new LoadPolicy(Weights.DEFAULT));
        final FrameSender sender = new FrameSender(
                around.uplink(),
                conductorCounters.get(ConductorCounter.CONDUCTOR_SENT),
                conductorCounters.get(ConductorCounter.DROP_CONDUCTOR_SEND));
        final Authenticator authenticator = authenticator(config.cluster());
        final LocalIdentity local =
                new LocalIdentity(clusterId(config), identity.managementIp(), identity.mac(), identity.bootId());
        final ClusterLink cluster = new ClusterLink(
                identity,
                time,
                sender,
                new FrameReader(local, authenticator),
                new FrameWriter(local, identity.broadcastIp(), authenticator),
                reportVerdicts,
                conductorCounters,
                steeringCommands,
                tables,
                membershipConfig(config.cluster()),
                own.report(startNs),
                around.random());
        // before the first frame: without redirects a frame of a translated flow would reach a kernel that resets it
        tables.publish(cluster.membership(), false, Long.MAX_VALUE);
        final VipKeeper vips = new VipKeeper(around.kernelAddresses());
        commands = new MpscUnboundedArrayQueue<>(COMMAND_CHUNK);
        conductor = new Conductor(
                around.clock(),
                time,
                commands,
                control,
                events,
                cluster,
                tables,
                vips,
                own,
                new LoadSampler(
                        around.cpuFraction(),
                        around.memoryFraction(),
                        steeringCounters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE),
                        steeringCounters.get(SteeringCounter.OWN_CONNECTIONS),
                        config.cluster().reportInterval().toNanos(),
                        startNs),
                advertisementVerdicts,
                conductorCounters,
                directorship -> config.virtualRouters().stream()
                        .map(router -> new RouterDriver(
                                vrrpConfig(router, identity), identity, time, sender, directorship, vips))
                        .toList());
    }

    DutyAgent dataPath() {
        return dataPath;
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

    private static OwnState ownState(final NodeConfig config, final NodeIdentity identity, final long startNs) {
        final int priority = config.virtualRouters().stream()
                .mapToInt(VirtualRouterSettings::priority)
                .max()
                .orElse(0);
        return new OwnState(
                identity.name(),
                priority,
                config.virtualRouters().stream().map(VirtualRouterSettings::id).toList(),
                HealthWatch.probed(config.redirects()).stream()
                        .flatMap(redirect -> redirect.originalPorts().stream())
                        .toList(),
                digest(config),
                startNs);
    }

    private static long digest(final NodeConfig config) {
        final ConfigurationDigest digest = new ConfigurationDigest();
        config.virtualRouters().forEach(router -> router.virtualIps()
                .forEach(virtualIp -> digest.virtualIp(router.id(), virtualIp.toString())));
        config.redirects().forEach(redirect -> redirect.originalPorts()
                .forEach(port -> digest.redirect(redirect.protocol(), port, redirect.proxyPort())));
        return digest.value();
    }

    private static int clusterId(final NodeConfig config) {
        return ClusterId.of(
                config.virtualRouters().stream()
                        .mapToInt(VirtualRouterSettings::id)
                        .min()
                        .orElse(0),
                "");
    }

    private static Authenticator authenticator(final ClusterConfig cluster) {
        if (cluster.key().isPresent()) {
            return Authenticator.keyed(cluster.key().map(ClusterKey::bytes).orElseThrow());
        }
        return cluster.openDiscovery()
                ? Authenticator.open()
                : Authenticator.listed(
                        cluster.nodes().stream().map(IpAddress::ipv4).collect(Collectors.toSet()));
    }

    private static MembershipConfig membershipConfig(final ClusterConfig cluster) {
        return new MembershipConfig(
                cluster.reportInterval().toNanos(),
                MISSED_REPORTS,
                BROADCAST_EVERY,
                cluster.deadAfter().toNanos());
    }

    private static VirtualIps virtualIps(final NodeConfig config) {
        return new VirtualIps(config.virtualRouters().stream()
                .flatMap(router -> router.virtualIps().stream())
                .mapToInt(virtualIp -> virtualIp.address().ipv4())
                .toArray());
    }

    private static RedirectMap redirectMap(final NodeConfig config) {
        return new RedirectMap(config.redirects().stream()
                .map(redirect -> new Redirect(
                        redirect.protocol(),
                        redirect.transport() == RedirectConfig.Transport.UDP ? IpProtocol.UDP : IpProtocol.TCP,
                        redirect.originalPorts(),
                        redirect.proxyPort()))
                .toList());
    }

    private static VirtualRouterConfig vrrpConfig(final VirtualRouterSettings router, final NodeIdentity identity) {
        final List<IpAddress> addresses =
                router.virtualIps().stream().map(IpPrefix::address).toList();
        return VirtualRouterConfig.builder(router.id(), IpAddress.ofIpv4(identity.managementIp()), addresses)
                .priority(router.priority())
                .advertisementIntervalNs(router.advertisementInterval().toNanos())
                .preempt(router.preempt())
                .build();
    }
}
