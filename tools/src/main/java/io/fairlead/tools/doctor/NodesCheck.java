package io.fairlead.tools.doctor;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether this node sees the others, where clients' frames can reach them, and the others work. */
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
            Finding why = UnseenNodes.why(status, snapshot.counts());
            findings.add(new Finding(
                    (isDirector ? "the director sees no other node: " : "no director is known: ") + why.cause(),
                    why.remedy()));
        }
        others.forEach(node -> outside(node, status, snapshot.machine()).ifPresent(findings::add));
        others.stream()
                .filter(node -> !node.failures().isEmpty())
                .forEach(node -> findings.add(new Finding(
                        node.name() + ": " + String.join(", ", node.failures()),
                        "run `fairlead doctor` on " + node.name() + " (" + node.managementIp() + ")"
                                + (isSilent(node)
                                        ? "; it tells whether its daemon runs and whether it hears this node, and if both is"
                                                + " so, IP protocol 253 is blocked from there to here"
                                        : ""))));
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

    private static boolean isSilent(NodeStatus node) {
        return node.failures().stream().anyMatch(failure -> failure.startsWith(NodeStatus.SILENT));
    }

    /** Its broadcasts arrive on the same wire, so it is a node; but what is sent to its address goes to a router, or nowhere. */
    private static Optional<Finding> outside(NodeStatus node, StatusReport status, Machine machine) {
        return status.nodes().stream()
                .filter(NodeStatus::self)
                .flatMap(self -> machine.subnetOf(IpAddress.parse(self.managementIp())).stream())
                .filter(subnet -> !subnet.contains(IpAddress.parse(node.managementIp())))
                .map(subnet -> new Finding(
                        node.name() + " reports from " + node.managementIp()
                                + ", which is outside the subnet of this node, " + subnet.network() + "/"
                                + subnet.length(),
                        "let all nodes report from one subnet: correct node.managementIp or the address of "
                                + node.name() + ", or of this node"))
                .findFirst();
    }
}
