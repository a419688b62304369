package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.steering.SteeringTable.Readiness;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.RedirectConfig.Transport;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which nodes may be given new clients: by default those whose proxies are all well; if each redirect counts on its own, those with at least one that is, and for that
 * one alone. Pure.
 */
final class Eligibility implements Reconfigurable {

    private boolean isPerRedirect;
    private List<RedirectConfig> redirects;

    Eligibility(final NodeConfig config) {
        this.isPerRedirect = config.health().perRedirect();
        this.redirects = config.redirects();
    }

    @Override
    public void reconfigure(final NodeConfig config) {
        isPerRedirect = config.health().perRedirect();
        redirects = config.redirects();
    }

    boolean isEligible(final Node node) {
        return readiness(node.state() == NodeState.ALIVE, node.report()) == Readiness.OPEN;
    }

    /** The same of a node that is known to be alive. */
    boolean isEligible(final Report report) {
        return readiness(true, report) == Readiness.OPEN;
    }

    /** What the data path may give it. */
    Readiness readiness(final boolean isAlive, final Report report) {
        if (!isAlive || !hasProxy(report)) {
            return Readiness.FAILED;
        }
        return report.isInService() ? Readiness.OPEN : Readiness.DRAINING;
    }

    /** Is there anything that it could serve? */
    private boolean hasProxy(final Report report) {
        return isPerRedirect ? redirects.isEmpty() || refused(report).size() < redirects.size() : report.healthy();
    }

    /** The redirects for which such a node is given no new connections nevertheless, as the data path wants it: bit n is the n-th one's. */
    long refusedRedirects(final Report report) {
        if (!isPerRedirect) {
            return 0;
        }
        long bits = 0;
        final List<RedirectConfig> refused = refused(report);
        for (int i = 0; i < Math.min(redirects.size(), Long.SIZE); i++) {
            bits |= refused.contains(redirects.get(i)) ? 1L << i : 0;
        }
        return bits;
    }

    private List<RedirectConfig> refused(final Report report) {
        final Set<Integer> failing = report.redirects().stream()
                .filter(health -> health.reason() != HealthReason.OK)
                .map(RedirectHealth::originalPort)
                .collect(Collectors.toSet());
        // what a report says of a port is about TCP: nothing else is probed
        return redirects.stream()
                .filter(redirect -> redirect.transport() == Transport.TCP
                        && redirect.originalPorts().stream().anyMatch(failing::contains))
                .toList();
    }

    /** For log and status. */
    String words(final Node node) {
        if (!isEligible(node)) {
            return "takes no new clients";
        }
        if (refusedRedirects(node.report()) == 0) {
            return "takes new clients";
        }
        return "takes new clients, but none at "
                + refused(node.report()).stream()
                        .flatMap(redirect -> redirect.originalPorts().stream())
                        .sorted(Comparator.naturalOrder())
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
    }
}
