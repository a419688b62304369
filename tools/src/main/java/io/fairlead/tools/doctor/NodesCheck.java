package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether this node sees the others, and the others work. */
final class NodesCheck {

    private NodesCheck() {}

    static Result look(Snapshot snapshot) {
        @Nullable StatusReport status = snapshot.status();
        if (status == null) {
            return Result.cannotTell(Look.NO_ANSWER);
        }
        boolean isDirector = status.role() == NodeRole.DIRECTOR;
        List<NodeStatus> others =
                status.nodes().stream().filter(node -> !node.self()).toList();
        List<Finding> findings = new ArrayList<>();
        if (others.isEmpty()) {
            findings.add(new Finding(
                    (isDirector ? "the director sees no other node" : "no director is known") + ": "
                            + whatArrives(snapshot.counts()),
                    remedy(snapshot.counts())));
        }
        others.stream()
                .filter(node -> !node.failures().isEmpty())
                .forEach(node -> findings.add(new Finding(
                        node.name() + ": " + String.join(", ", node.failures()),
                        "run `fairlead doctor` on " + node.name() + " (" + node.managementIp() + ")")));
        if (isDirector && status.nodes().stream().noneMatch(NodeStatus::takesNewClients)) {
            findings.add(
                    new Finding(
                            "no node takes new clients",
                            "mend the proxies (`fairlead check`), undrain a node, end maintenance, or see node.scanning and node.weight"));
        }
        long draining = status.nodes().stream().filter(NodeStatus::draining).count();
        return Result.of(
                findings,
                (isDirector
                                ? "sees " + others.size() + " other" + (others.size() == 1 ? "" : "s")
                                : "sees the director")
                        + (draining == 0 ? "" : ", " + draining + " drained"));
    }

    private static String whatArrives(Counts counts) {
        if (ReportsCheck.refused(counts) > 0) {
            return "load reports arrive, and are refused";
        }
        return hearsAdvertisements(counts)
                ? "advertisements of others arrive, but no load reports"
                : "nothing arrives from another node";
    }

    private static String remedy(Counts counts) {
        if (ReportsCheck.refused(counts) > 0) {
            return "give all nodes the same cluster.keyFile or cluster.nodes; `fairlead counters` tells what is refused";
        }
        return hearsAdvertisements(counts)
                ? "let IP protocol 253 pass between the nodes, as broadcast on their subnet"
                : "start the others; see that all are on the same subnet, and that switches and firewalls let VRRP (protocol 112)"
                        + " and protocol 253 pass";
    }

    private static boolean hearsAdvertisements(Counts counts) {
        return counts.now().keySet().stream()
                .filter(label -> label.startsWith("vrrp-") && !label.equals("vrrp-own-advertisement"))
                .anyMatch(label -> counts.total(label) > 0);
    }
}
