package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.StatusReport;
import java.util.List;

/** Whether the traffic comes from so few clients that it cannot be balanced. */
final class SourcesCheck {

    private SourcesCheck() {}

    static Result look(StatusReport status) {
        if (status.role() != NodeRole.DIRECTOR) {
            return Result.cannotTell("the director knows: run `fairlead doctor` there");
        }
        List<Finding> findings = status.heavySources().stream()
                .filter(source -> !source.spread())
                .map(SourcesCheck::find)
                .toList();
        return Result.of(
                findings,
                status.heavySources().isEmpty() ? "no client has more than its share" : "heavy clients are spread");
    }

    private static Finding find(HeavySourceStatus source) {
        return new Finding(
                source.client() + ": " + source.connections() + " connections, " + source.sharePercent()
                        + "% of all, more than a node's fair share; it stays with " + source.node(),
                "it is most likely a NAT or another proxy: set policy.heavySources.spread to true, or let its clients come"
                        + " with addresses of their own");
    }
}
