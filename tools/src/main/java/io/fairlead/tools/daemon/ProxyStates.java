package io.fairlead.tools.daemon;

import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.ProxyStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a node says of its proxies, one entry for each redirect. */
final class ProxyStates {

    private final RunningConfig running;

    ProxyStates(final RunningConfig running) {
        this.running = running;
    }

    /** In the order of this node's redirects, whose names they have; what else the node reports comes last. */
    List<ProxyStatus> of(final Report report, final boolean isHeard) {
        final Map<Integer, RedirectHealth> said = new LinkedHashMap<>();
        report.redirects().forEach(health -> said.put(health.originalPort(), health));
        final List<ProxyStatus> states = new ArrayList<>();
        for (final RedirectConfig redirect : running.config().redirects()) {
            final List<RedirectHealth> ports = redirect.transport() == Transport.TCP
                    ? redirect.originalPorts().stream()
                            .map(said::remove)
                            .filter(Objects::nonNull)
                            .toList()
                    : List.of();
            states.add(status(name(redirect), ports, isHeard));
        }
        said.forEach((port, health) -> states.add(status(name(port), List.of(health), isHeard)));
        return states;
    }

    static String name(final RedirectConfig redirect) {
        return redirect.protocol() + ":" + redirect.proxyPort();
    }

    static String name(final int originalPort) {
        return "port " + originalPort;
    }

    /** All ports of a redirect lead to the same proxy. */
    private static ProxyStatus status(final String name, final List<RedirectHealth> ports, final boolean isHeard) {
        if (ports.isEmpty()) {
            return new ProxyStatus(name, CheckState.NOT_PROBED, "");
        }
        if (!isHeard) {
            return new ProxyStatus(name, CheckState.UNKNOWN, "the node is not heard any more");
        }
        return ports.stream()
                .filter(health -> health.reason() != HealthReason.OK)
                .findFirst()
                .map(health -> new ProxyStatus(
                        name,
                        health.reason() == HealthReason.UNKNOWN ? CheckState.UNKNOWN : CheckState.FAILED,
                        HealthReasons.describe(health)))
                .orElseGet(() -> new ProxyStatus(name, CheckState.OK, ""));
    }
}
