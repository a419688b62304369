package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.report.VirtualRouterView;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What this node says of itself: gathered from health, load and VRRP, and told as a {@link Report}. Conductor only. */
final class OwnState implements Reconfigurable {

    private final String name;
    private int priority;
    private final List<Integer> virtualRouterIds;
    private final boolean isScanning;
    private long configurationDigest;
    private Balancing balancing;
    private final ReportPace pace;
    private final @Nullable IpAddress managementIp6;
    private final int mtu;
    private final long startNs;
    private Role role;
    private Load load = Load.NONE;
    private boolean isHealthy;
    private boolean isInMaintenance;
    private boolean isDrained;
    private List<RedirectHealth> redirects;
    private List<VirtualRouterView> virtualRouters = List.of();
    private HealthVerdict verdict = new HealthVerdict(List.of());

    OwnState(
            final String name,
            final int priority,
            final List<Integer> virtualRouterIds,
            final List<Integer> probedPorts,
            final boolean isScanning,
            final long configurationDigest,
            final Balancing balancing,
            final ReportPace pace,
            final @Nullable IpAddress managementIp6,
            final int mtu,
            final long startNs) {
        this.name = name;
        this.priority = priority;
        this.virtualRouterIds = virtualRouterIds;
        this.isScanning = isScanning;
        this.configurationDigest = configurationDigest;
        this.balancing = balancing;
        this.pace = pace;
        this.managementIp6 = managementIp6;
        this.mtu = mtu;
        this.startNs = startNs;
        this.role = priority == 0 ? Role.SCANNING_ONLY : Role.BACKUP;
        // a node whose proxy has not been seen to answer gets no clients
        this.redirects = probedPorts.stream()
                .map(port -> new RedirectHealth(port, HealthReason.UNKNOWN))
                .toList();
        this.isHealthy = probedPorts.isEmpty();
    }

    /** What was found of the proxies stays until those of today have been looked at. */
    @Override
    public void reconfigure(final NodeConfig config) {
        configurationDigest = ConfigMapping.digest(config);
        balancing = ConfigMapping.balancing(config);
    }

    void director(final boolean isDirector) {
        if (isDirector) {
            role = Role.DIRECTOR;
        } else {
            role = priority == 0 ? Role.SCANNING_ONLY : Role.BACKUP;
        }
    }

    Role role() {
        return role;
    }

    /** What this node sees of its virtual routers. */
    void virtualRouters(final List<VirtualRouterView> views) {
        virtualRouters = List.copyOf(views);
    }

    void load(final Load measured) {
        load = measured;
    }

    void health(final HealthVerdict judged, final List<RedirectHealth> perRedirect) {
        verdict = judged;
        isHealthy = judged.healthy();
        redirects = List.copyOf(perRedirect);
    }

    HealthVerdict verdict() {
        return verdict;
    }

    boolean isHealthy() {
        return isHealthy;
    }

    /** The effective one: 0 also if this node is not to be director now. */
    int priority() {
        return priority;
    }

    void priority(final int effective) {
        priority = effective;
    }

    /** In maintenance it keeps the connections that it has but wants no new clients. */
    void maintenance(final boolean on) {
        isInMaintenance = on;
    }

    /** Drained it keeps the connections that it has but wants no new clients. */
    void drained(final boolean on) {
        isDrained = on;
    }

    boolean isDrained() {
        return isDrained;
    }

    private boolean isDraining() {
        return isInMaintenance || isDrained;
    }

    long startNs() {
        return startNs;
    }

    Report report(final long nowNs) {
        return new Report(
                name,
                role,
                priority,
                virtualRouterIds,
                load,
                isHealthy,
                redirects,
                isScanning,
                isDraining(),
                configurationDigest,
                TimeUnit.NANOSECONDS.toMillis(nowNs - startNs),
                virtualRouters,
                balancing,
                pace,
                managementIp6,
                mtu);
    }
}
