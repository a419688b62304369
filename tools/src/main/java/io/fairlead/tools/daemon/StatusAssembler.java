package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.Role;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.VirtualRouterSettings;
import io.fairlead.tools.status.EngineStatus;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.RedirectStatus;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import io.fairlead.vrrp.VirtualRouterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says in the words of the status report what the conductor knows. Conductor only. */
final class StatusAssembler {

    private final RunningConfig running;
    private final NodeIdentity identity;
    private final Conductor conductor;
    private final TablePublisher tables;
    private final EngineStatus engine;
    private final NodeFailures failures;
    private final ProxyStates proxies;
    private final Supplier<List<String>> attachmentWarnings;

    StatusAssembler(
            final RunningConfig running,
            final NodeIdentity identity,
            final Conductor conductor,
            final TablePublisher tables,
            final EngineStatus engine,
            final Supplier<List<String>> attachmentWarnings) {
        this.running = running;
        this.identity = identity;
        this.conductor = conductor;
        this.tables = tables;
        this.engine = engine;
        this.failures = new NodeFailures(running);
        this.proxies = new ProxyStates(running);
        this.attachmentWarnings = attachmentWarnings;
    }

    StatusReport report(final SortedMap<String, Long> drops) {
        final OwnState own = conductor.own();
        return new StatusReport(
                identity.name(),
                role(own.role()),
                Instant.now().toString(),
                TimeUnit.NANOSECONDS.toMillis(conductor.nowNs() - own.startNs()),
                engine,
                virtualRouters(),
                redirects(),
                nodes(own),
                heavySources(),
                warnings(),
                drops);
    }

    private List<VirtualRouterStatus> virtualRouters() {
        return running.config().virtualRouters().stream()
                .map(settings -> virtualRouter(settings, conductor.routers().find(settings)))
                .toList();
    }

    private VirtualRouterStatus virtualRouter(final VirtualRouterSettings settings, final RouterDriver router) {
        final IpAddress master = router.masterAddress();
        return new VirtualRouterStatus(
                settings.id(),
                settings.interfaceName(),
                settings.version().number(),
                router.state() == VirtualRouterState.INITIALIZE
                        ? "INIT"
                        : router.state().name(),
                router.router().effectivePriority(),
                settings.priority(),
                settings.virtualIps().stream().map(Object::toString).toList(),
                router.holdsVips(),
                master == null ? "" : master.toString(),
                router.lastCause(),
                notes(router));
    }

    private List<String> notes(final RouterDriver router) {
        final List<String> notes =
                new ArrayList<>(conductor.routers().groupOf(router).notes());
        notes.addAll(router.notes());
        return notes;
    }

    private List<RedirectStatus> redirects() {
        return running.config().redirects().stream()
                .map(redirect -> new RedirectStatus(
                        redirect.protocol(),
                        redirect.transport().name().toLowerCase(Locale.ROOT),
                        redirect.originalPorts(),
                        redirect.proxyPort()))
                .toList();
    }

    private List<NodeStatus> nodes(final OwnState own) {
        final Membership membership = conductor.cluster().membership();
        final boolean isDirector = own.role() == Role.DIRECTOR;
        final List<NodeStatus> nodes = new ArrayList<>();
        final long connections = connections(own);
        nodes.add(self(own, connections));
        for (final Node node : membership.nodes()) {
            if (isDirector || node.id() == membership.directorId()) {
                nodes.add(other(node, connections));
            }
        }
        return nodes;
    }

    /** Those that all nodes serve, whether they are shown here or not. */
    private long connections(final OwnState own) {
        return own.report(conductor.nowNs()).load().activeConnections()
                + conductor.cluster().membership().nodes().stream()
                        .filter(node -> node.state() == NodeState.ALIVE)
                        .mapToLong(node -> node.report().load().activeConnections())
                        .sum();
    }

    private List<HeavySourceStatus> heavySources() {
        final HeavySourceWatch watch = conductor.cluster().heavySources();
        return watch.sources().stream()
                .map(source -> new HeavySourceStatus(
                        source.client().toString(),
                        conductor.cluster().name(source.node()),
                        source.connections(),
                        source.sharePercent(),
                        watch.isSpread()))
                .toList();
    }

    private NodeStatus self(final OwnState own, final long connections) {
        final Report report = own.report(conductor.nowNs());
        return status(
                report,
                identity.managementIp(),
                identity.mac(),
                true,
                conductor.cluster().eligibility().isEligible(report),
                own.verdict().describe(conductor.nowNs()),
                true,
                0,
                connections,
                List.of());
    }

    private NodeStatus other(final Node node, final long connections) {
        final long ageNs = conductor.nowNs() - node.lastHeardNs();
        return status(
                node.report(),
                node.id(),
                node.mac(),
                false,
                conductor.cluster().eligibility().isEligible(node),
                failures.of(node, ageNs),
                node.state() == NodeState.ALIVE,
                TimeUnit.NANOSECONDS.toMillis(ageNs),
                connections,
                node.mismatches().stream().map(StatusWords::of).toList());
    }

    private NodeStatus status(
            final Report report,
            final int id,
            final long mac,
            final boolean isSelf,
            final boolean takesNewClients,
            final List<String> failures,
            final boolean isHeard,
            final long ageMs,
            final long connections,
            final List<String> mismatches) {
        final Load load = report.load();
        return new NodeStatus(
                report.name(),
                Ipv4Address.format(id),
                text(report.managementIp6()),
                MacAddress.format(mac),
                report.mtu() == Report.UNKNOWN_MTU ? null : Integer.valueOf(report.mtu()),
                role(report.role()),
                report.priority(),
                isSelf,
                report.healthy() && isHeard,
                takesNewClients,
                failures,
                proxies.of(report, isHeard),
                report.scanning(),
                report.draining(),
                report.balancing().weight(),
                load.activeConnections(),
                load.newConnectionsPerSecond(),
                share(load.activeConnections(), connections, isHeard),
                load.cpuPermille() / 10,
                load.memoryPermille() / 10,
                load.hasProxyFigure() ? Integer.valueOf(load.proxyPermille() / 10) : null,
                (int) Math.min(Integer.MAX_VALUE, tables.score(id)),
                conductor.cluster().stickyClients(id),
                ageMs,
                mismatches);
    }

    private static @Nullable Integer share(final long active, final long all, final boolean isHeard) {
        return all == 0 || !isHeard ? null : (Integer) (int) Math.round(active * 100.0 / all);
    }

    static @Nullable String text(final @Nullable IpAddress address) {
        return address == null ? null : address.toString();
    }

    private static NodeRole role(final Role role) {
        return switch (role) {
            case DIRECTOR -> NodeRole.DIRECTOR;
            case BACKUP -> NodeRole.BACKUP;
            case SCANNING_ONLY -> NodeRole.SCANNING_ONLY;
        };
    }

    private List<String> warnings() {
        final List<String> warnings = new ArrayList<>(attachmentWarnings.get());
        running.loaded().warnings().forEach(warning -> warnings.add(warning.toString()));
        final NodeConfig config = running.config();
        warnings.addAll(conductor.cluster().neighbors().warnings());
        conductor
                .cluster()
                .membership()
                .deaf(conductor.nowNs())
                .forEach(id -> warnings.add(Ipv4Address.format(id)
                        + " sends load reports, but answers no challenge of this node, so it is not taken in: IP protocol 253 passes"
                        + " from there to here, and not from here to there. Remedy: let it pass in both directions, as broadcast on the"
                        + " subnet and from one node to another"));
        conductor.watcher().troubles().forEach(trouble -> warnings.add(trouble.line()));
        if (config.redirects().isEmpty()) {
            warnings.add("no redirects: nothing is balanced");
        }
        return warnings;
    }
}
