package io.fairlead.tools.doctor;

import io.fairlead.lb.report.Verdict;
import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.StatusReport;
import java.util.List;
import java.util.Optional;

/** Why a node knows none of the others, as far as what arrives from them tells. */
final class UnseenNodes {

    private static final String BOTH_WAYS =
            "let IP protocol 253 pass between the nodes in both directions, as broadcast on their subnet and from one node to another";

    private UnseenNodes() {}

    /** The first that fits: what arrives and is refused says more than what does not arrive. */
    static Finding why(StatusReport status, Counts counts) {
        Optional<Finding> refused = ReportsCheck.mostRefused(counts);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (counts.growth(ReportsCheck.label(Verdict.NOT_YET_PROVEN)) > 0) {
            return new Finding(
                    "load reports arrive, but who sends them answers no challenge: IP protocol 253 passes from there to here, and not"
                            + " from here to there",
                    BOTH_WAYS);
        }
        if (counts.growth(ReportsCheck.label(Verdict.OTHER_CLUSTER)) > 0) {
            return new Finding(
                    "load reports arrive, all of another cluster",
                    "if they are of this one, give all nodes the same cluster.name and the same lowest virtual router id");
        }
        List<String> directors = directors(status);
        if (!directors.isEmpty()) {
            return new Finding(
                    "advertisements of " + String.join(", ", directors)
                            + " arrive, but no load reports: IP protocol 253 is blocked on the way, or no Fairlead runs there",
                    BOTH_WAYS);
        }
        return hasHeardAdvertisements(counts)
                ? new Finding(
                        "advertisements of others have arrived, but no load reports: they were stopped, or IP protocol 253 is blocked"
                                + " on the way",
                        "start the others; " + BOTH_WAYS)
                : new Finding(
                        "nothing arrives from another node",
                        "start the others; see that all are on the same subnet and VLAN, and that switches and firewalls let VRRP"
                                + " (protocol 112) and protocol 253 pass; `fairlead doctor` on the others tells whether they hear"
                                + " this one");
    }

    /** Who advertises now, but this node. */
    private static List<String> directors(StatusReport status) {
        return status.virtualRouters().stream()
                .filter(router ->
                        !router.state().equals("MASTER") && !router.master().isEmpty())
                .map(router -> router.master() + " for VRID " + router.id())
                .distinct()
                .toList();
    }

    private static boolean hasHeardAdvertisements(Counts counts) {
        return counts.now().keySet().stream()
                .filter(label -> label.startsWith("vrrp-") && !label.equals("vrrp-own-advertisement"))
                .anyMatch(label -> counts.total(label) > 0);
    }
}
