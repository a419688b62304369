package io.fairlead.tools.metrics;

import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells Prometheus: the counters, which are read from their file, and what {@code fairlead status} knows, which the conductor is asked for. The data
 * path has no part in it. However often it is called, the conductor is asked four times a second at the most.
 */
public final class NodeMetrics implements MultiCollector {

    private static final long LEAST_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final List<String> ROUTER_STATES = List.of("init", "backup", "master");
    private static final List<String> ROLES =
            Arrays.stream(NodeRole.values()).map(NodeMetrics::word).toList();
    private static final double PERCENT = 100.0;
    private static final double MILLIS = 1000.0;

    private final String node;
    private final String version;
    private final StatusSource status;
    private final Supplier<Map<String, Long>> counters;
    private final CounterFamilies counterFamilies;
    private final LongSupplier clockNs;
    private @Nullable MetricSnapshots last;
    private long lastNs;

    /** The status of the node. */
    @FunctionalInterface
    public interface StatusSource {

        /**
         * Asks for it.
         *
         * @return as it is now
         * @throws ControlException if the node is stuck
         */
        StatusReport report() throws ControlException;
    }

    /**
     * For one node.
     *
     * @param node its name
     * @param interfaces that it is attached to, that of the nodes first
     * @param daemonCounters enum of the counters of the daemon itself, with their descriptions
     * @param status asked for it
     * @param counters all of them by their labels
     */
    public NodeMetrics(
            String node,
            List<String> interfaces,
            List<? extends Enum<?>> daemonCounters,
            StatusSource status,
            Supplier<Map<String, Long>> counters) {
        this(node, interfaces, daemonCounters, status, counters, System::nanoTime);
    }

    NodeMetrics(
            String node,
            List<String> interfaces,
            List<? extends Enum<?>> daemonCounters,
            StatusSource status,
            Supplier<Map<String, Long>> counters,
            LongSupplier clockNs) {
        this.node = node;
        this.version = Objects.requireNonNullElse(NodeMetrics.class.getPackage().getImplementationVersion(), "unknown");
        this.status = status;
        this.counters = counters;
        this.counterFamilies = new CounterFamilies(interfaces, daemonCounters);
        this.clockNs = clockNs;
    }

    /** Everything that there is, for the documentation. */
    List<Family> families() {
        return Stream.concat(Families.all().stream(), counterFamilies.families().stream())
                .toList();
    }

    @Override
    public synchronized MetricSnapshots collect() {
        long nowNs = clockNs.getAsLong();
        if (last == null || nowNs - lastNs >= LEAST_INTERVAL_NS) {
            last = collectNow();
            lastNs = nowNs;
        }
        return last;
    }

    private MetricSnapshots collectNow() {
        Samples samples = new Samples();
        samples.add(Families.BUILD, 1, version, node);
        try {
            StatusReport report = status.report();
            samples.add(Families.UP, true);
            addStatus(samples, report);
        } catch (ControlException e) {
            samples.add(Families.UP, false);
        }
        counters.get().forEach((label, value) -> {
            CounterFamilies.@Nullable Place place = counterFamilies.places().get(label);
            if (place != null) {
                samples.add(place.family(), value, place.labels());
            }
        });
        return samples.toSnapshots();
    }

    private static void addStatus(Samples samples, StatusReport report) {
        double madeSeconds = Instant.parse(report.timestamp()).toEpochMilli() / MILLIS;
        samples.add(Families.START_TIME, madeSeconds - report.uptimeMs() / MILLIS);
        report.virtualRouters().forEach(router -> addRouter(samples, router));
        report.nodes().forEach(entry -> addNode(samples, entry));
        samples.add(Families.HEAVY_SOURCES, report.heavySources().size());
        samples.add(Families.WARNINGS, report.warnings().size());
    }

    private static void addRouter(Samples samples, VirtualRouterStatus router) {
        String[] labels = {
            Integer.toString(router.id()),
            router.interfaceName(),
            router.virtualIps().stream().anyMatch(address -> address.contains(":")) ? "ipv6" : "ipv4"
        };
        samples.addState(Families.ROUTER_STATE, ROUTER_STATES, router.state().toLowerCase(Locale.ROOT), labels);
        samples.add(Families.ROUTER_PRIORITY, router.priority(), labels);
        samples.add(Families.ROUTER_HOLDS, router.virtualIpsHeld(), labels);
    }

    private static void addNode(Samples samples, NodeStatus entry) {
        String name = entry.name();
        samples.addState(Families.NODE_ROLE, ROLES, word(entry.role()), name);
        samples.add(Families.NODE_HEALTHY, entry.healthy(), name);
        samples.add(Families.NODE_TAKES, entry.takesNewClients(), name);
        samples.add(Families.NODE_DRAINING, entry.draining(), name);
        samples.add(Families.NODE_CONNECTIONS, (double) entry.activeConnections(), name);
        samples.add(Families.NODE_STICKY, (double) entry.stickyClients(), name);
        samples.add(Families.NODE_LOAD, entry.loadScore(), name);
        samples.add(Families.NODE_WEIGHT, entry.weight(), name);
        samples.add(Families.NODE_CPU, entry.cpuPercent() / PERCENT, name);
        samples.add(Families.NODE_MEMORY, entry.memoryPercent() / PERCENT, name);
        @Nullable Integer proxy = entry.proxyPercent();
        if (proxy != null) {
            samples.add(Families.NODE_PROXY, proxy / PERCENT, name);
        }
        samples.add(Families.NODE_REPORT_AGE, entry.reportAgeMs() / MILLIS, name);
        samples.add(Families.NODE_MISMATCHES, entry.mismatches().size(), name);
    }

    private static String word(NodeRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
