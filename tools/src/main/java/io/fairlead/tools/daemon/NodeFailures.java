package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.LossReason;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.tools.status.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Why a node takes no new clients, as far as it or its proxies do not answer: one sentence for each reason. */
final class NodeFailures {

    private final RunningConfig running;

    NodeFailures(final RunningConfig running) {
        this.running = running;
    }

    /** Of another node. */
    List<String> of(final Node node, final long ageNs) {
        final List<String> failures = new ArrayList<>();
        if (node.lossReason() != LossReason.NONE) {
            final String seconds = TimeUnit.NANOSECONDS.toSeconds(ageNs) + " s";
            failures.add((node.lossReason() == LossReason.SILENT
                            ? NodeStatus.SILENT + seconds
                            : StatusWords.of(node.lossReason()) + ", last report " + seconds + " ago")
                    + (node.state() == NodeState.DEAD ? ": taken for dead" : ""));
        }
        failures.addAll(of(node.report()));
        return failures;
    }

    /** Of the proxies, by what the node says of them. A redirect with several ports is one failure. */
    List<String> of(final Report report) {
        return report.redirects().stream()
                .filter(redirect -> redirect.reason() != HealthReason.OK)
                .map(redirect -> name(redirect) + " " + HealthReasons.describe(redirect))
                .distinct()
                .toList();
    }

    /** As the node itself calls it, whose redirects are the same. */
    private String name(final RedirectHealth health) {
        return running.config().redirects().stream()
                .filter(redirect -> redirect.transport() == Transport.TCP
                        && redirect.originalPorts().contains(health.originalPort()))
                .findFirst()
                .map(ProxyStates::name)
                .orElseGet(() -> ProxyStates.name(health.originalPort()));
    }
}
