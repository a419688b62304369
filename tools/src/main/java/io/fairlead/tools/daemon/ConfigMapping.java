package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.MembershipConfig;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.policy.Weights;
import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.ClusterId;
import io.fairlead.lb.report.ConfigurationDigest;
import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.steering.Redirect;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.engine.Idling;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.tools.config.ClusterConfig;
import io.fairlead.tools.config.ClusterKey;
import io.fairlead.tools.config.EngineConfig;
import io.fairlead.tools.config.GratuitousArpSettings;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.PolicyConfig;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.TrackSettings;
import io.fairlead.tools.config.TrackTarget;
import io.fairlead.tools.config.VirtualRouterSettings;
import io.fairlead.vrrp.AnnouncementConfig;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.track.Debounce;
import io.fairlead.vrrp.track.PriorityTracker;
import io.fairlead.vrrp.track.TrackedObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the words of the configuration to what each machine takes. */
final class ConfigMapping {

    private static final int BROADCAST_EVERY = 3;

    private ConfigMapping() {}

    static Idling idling(final EngineConfig engine) {
        return switch (engine.idle()) {
            case POLL -> Idling.POLL;
            case ADAPTIVE -> new Idling(engine.spinTime().toNanos());
            case SPIN -> Idling.SPIN;
        };
    }

    static OwnState ownState(final NodeConfig config, final NodeIdentity identity, final long startNs) {
        final int priority = config.virtualRouters().stream()
                .mapToInt(VirtualRouterSettings::priority)
                .max()
                .orElse(0);
        return new OwnState(
                identity.name(),
                priority,
                config.virtualRouters().stream().map(VirtualRouterSettings::id).toList(),
                probed(config).stream()
                        .flatMap(redirect -> redirect.originalPorts().stream())
                        .toList(),
                config.scanning(),
                digest(config),
                balancing(config),
                new ReportPace(
                        (int) config.cluster().reportInterval().toMillis(),
                        config.cluster().missedReports()),
                identity.managementIp6(),
                identity.mtu(),
                startNs);
    }

    static Balancing balancing(final NodeConfig config) {
        return new Balancing(
                config.weight(), policyDigest(config.policy(), config.health().perRedirect()));
    }

    /** The redirects whose proxies are probed: a node that does not scan needs none. */
    static List<RedirectConfig> probed(final NodeConfig config) {
        return config.scanning() ? HealthWatch.probed(config.redirects()) : List.of();
    }

    private static int policyDigest(final PolicyConfig policy, final boolean isPerRedirect) {
        final String algorithm =
                switch (policy.algorithm()) {
                    case WEIGHTED_LEAST_CONNECTIONS -> "weightedLeastConnections";
                    case LEAST_CONNECTIONS -> "leastConnections";
                    case SOURCE_HASH -> "sourceHash";
                };
        final Weights weights = policy.weights();
        final String common = String.format(
                Locale.ROOT,
                "%s %d %d %d %d %d",
                algorithm,
                weights.cpu(),
                weights.memory(),
                weights.connections(),
                weights.connectionsPerClient(),
                policy.slowStart().toMillis());
        return ConfigurationDigest.ofPolicy(common + laterWords(policy, isPerRedirect));
    }

    /** What versions before did not know is left out while it has its default: so they agree with this one. */
    private static String laterWords(final PolicyConfig policy, final boolean isPerRedirect) {
        final HeavySourcePolicy heavy = policy.heavySources();
        final boolean hasProxyWeight = policy.algorithm() == PolicyConfig.Algorithm.WEIGHTED_LEAST_CONNECTIONS
                && policy.weights().proxy() != Weights.DEFAULT.proxy();
        return (hasProxyWeight ? " proxy " + policy.weights().proxy() : "")
                + (heavy.equals(HeavySourcePolicy.DEFAULT)
                        ? ""
                        : " heavySources " + heavy.leastConnections() + (heavy.isSpread() ? " spread" : ""))
                + (isPerRedirect ? " perRedirect" : "");
    }

    static SteeringTable.Choice choice(final PolicyConfig policy) {
        return policy.algorithm() == PolicyConfig.Algorithm.SOURCE_HASH
                ? SteeringTable.Choice.SOURCE_HASH
                : SteeringTable.Choice.LOWEST_SCORE;
    }

    static long digest(final NodeConfig config) {
        final ConfigurationDigest digest = new ConfigurationDigest();
        config.virtualRouters().forEach(router -> router.virtualIps()
                .forEach(virtualIp -> digest.virtualIp(router.id(), virtualIp.toString())));
        config.redirects().forEach(redirect -> redirect.originalPorts()
                .forEach(port -> digest.redirect(redirect.protocol(), port, redirect.proxyPort())));
        config.redirects().forEach(redirect -> redirect.exceptSources()
                .forEach(source -> digest.exception(redirect.protocol(), "source", source)));
        config.redirects().forEach(redirect -> redirect.exceptDestinations()
                .forEach(destination -> digest.exception(redirect.protocol(), "destination", destination)));
        config.redirects().forEach(redirect -> redirect.passivePorts()
                .forEach(port -> digest.redirect(redirect.protocol(), port, port)));
        return digest.value();
    }

    static int clusterId(final NodeConfig config) {
        return ClusterId.of(
                config.virtualRouters().stream()
                        .mapToInt(VirtualRouterSettings::id)
                        .min()
                        .orElse(0),
                "");
    }

    static Authenticator authenticator(final ClusterConfig cluster) {
        if (cluster.key().isPresent()) {
            return Authenticator.keyed(cluster.key().map(ClusterKey::bytes).orElseThrow());
        }
        return cluster.openDiscovery()
                ? Authenticator.open()
                : Authenticator.listed(
                        cluster.nodes().stream().map(IpAddress::ipv4).collect(Collectors.toSet()));
    }

    static MembershipConfig membershipConfig(final ClusterConfig cluster) {
        return new MembershipConfig(
                cluster.reportInterval().toNanos(),
                cluster.missedReports(),
                BROADCAST_EVERY,
                cluster.deadAfter().toNanos());
    }

    /** The VIPs of an interface. */
    static VirtualIps virtualIps(final NodeConfig config, final String interfaceName) {
        final List<VirtualRouterSettings> routers = config.virtualRouters().stream()
                .filter(router -> router.interfaceName().equals(interfaceName))
                .toList();
        return new VirtualIps(
                addresses(routers.stream()), addresses(routers.stream().filter(router -> !router.acceptMode())));
    }

    private static List<IpAddress> addresses(final Stream<VirtualRouterSettings> routers) {
        return routers.flatMap(router -> router.virtualIps().stream())
                .map(IpPrefix::address)
                .toList();
    }

    static List<Redirect> redirects(final NodeConfig config) {
        return config.redirects().stream()
                .map(redirect -> new Redirect(
                        redirect.protocol(),
                        redirect.transport() == RedirectConfig.Transport.UDP ? IpProtocol.UDP : IpProtocol.TCP,
                        redirect.originalPorts(),
                        redirect.proxyPort(),
                        redirect.passivePorts(),
                        redirect.exceptSources(),
                        redirect.exceptDestinations()))
                .toList();
    }

    static VirtualRouterConfig vrrpConfig(final VirtualRouterSettings router, final Leg leg) {
        return VirtualRouterConfig.builder(router.id(), leg.source(router.isIpv6()), addresses(Stream.of(router)))
                .version(router.version())
                .priority(router.priority())
                .advertisementIntervalNs(router.advertisementInterval().toNanos())
                .preempt(router.preempt())
                .preemptDelayNs(router.preemptDelay().toNanos())
                .startupDelayNs(router.startupDelay().toNanos())
                .unicastPeers(router.unicastPeers())
                .checksum(router.checksum())
                .authentication(router.authentication())
                .announcements(announcements(router.gratuitousArp()))
                .build();
    }

    private static AnnouncementConfig announcements(final GratuitousArpSettings settings) {
        return AnnouncementConfig.builder()
                .burst(settings.count())
                .spacingNs(settings.interval().toNanos())
                .repeatDelayNs(settings.repeatDelay().toNanos())
                .refreshIntervalNs(settings.refreshInterval().toNanos())
                .refreshBurst(settings.refreshCount())
                .lowerPriorityBurst(settings.lowerPriorityCount())
                .lowerPriorityRepeatDelayNs(settings.lowerPriorityRepeatDelay().toNanos())
                .build();
    }

    /** Everything that some virtual router depends on. */
    static List<TrackTarget> trackTargets(final NodeConfig config) {
        return config.virtualRouters().stream()
                .flatMap(router -> tracks(router).stream())
                .map(TrackSettings::target)
                .distinct()
                .toList();
    }

    static PriorityTracker tracker(final VirtualRouterSettings router) {
        return new PriorityTracker(
                router.priority(),
                tracks(router).stream()
                        .map(track -> new TrackedObject(
                                track.target().name(), track.weight(), Debounce.ofResults(track.rise(), track.fall())))
                        .toList());
    }

    /** What it was told to track, and its own interface, as in keepalived: a director without a link is none, nor is one without frames. */
    private static List<TrackSettings> tracks(final VirtualRouterSettings router) {
        final Stream<TrackTarget> own = Stream.of(
                new TrackTarget.Link(router.interfaceName()), new TrackTarget.Attachment(router.interfaceName()));
        return Stream.concat(
                        own.filter(target -> router.tracks().stream()
                                        .noneMatch(track -> track.target().equals(target)))
                                .map(target -> new TrackSettings(target, 0, 1, 1)),
                        router.tracks().stream())
                .toList();
    }
}
