package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether packets fit. */
final class SizesCheck {

    /** RFC 8200, section 5. */
    private static final int LEAST_OF_IPV6 = 1280;

    private static final String FRAGMENTS = "fragments";

    private SizesCheck() {}

    /** A frame that fits one node is steered to another as it is: nothing cuts it, nobody tells its sender. */
    private static List<Finding> differing(List<NodeStatus> nodes) {
        return nodes.stream()
                .filter(NodeStatus::self)
                .flatMap(self -> nodes.stream()
                        .filter(node -> self.mtu() != null
                                && node.mtu() != null
                                && !node.mtu().equals(self.mtu()))
                        .map(node -> new Finding(
                                node.name() + " has an MTU of " + node.mtu() + ", this node one of " + self.mtu()
                                        + ": what fits one is lost on the way to the other",
                                "give the interfaces of all nodes the MTU of the segment, usually 1500: stop the daemon there, set it with"
                                        + " `ip link`, and start it")))
                .toList();
    }

    static Result look(Snapshot snapshot) {
        @Nullable StatusReport status = snapshot.status();
        if (status == null) {
            return Result.cannotTell(Look.NO_ANSWER);
        }
        List<Finding> findings = new ArrayList<>();
        long fragments = snapshot.counts().growth(FRAGMENTS);
        if (fragments > 0) {
            findings.add(new Finding(
                    fragments + " fragments to an address of the cluster "
                            + snapshot.counts().span()
                            + ": something on the way takes smaller packets than the clients send",
                    "use the same MTU on clients, switches, routers and nodes, and let ICMP pass"));
        }
        List<String> known = status.virtualRouters().stream()
                .map(VirtualRouterStatus::interfaceName)
                .distinct()
                .filter(snapshot.machine().mtus()::containsKey)
                .toList();
        for (String name : known) {
            int mtu = snapshot.machine().mtus().getOrDefault(name, LEAST_OF_IPV6);
            if (mtu < LEAST_OF_IPV6) {
                findings.add(new Finding(
                        name + " has an MTU of " + mtu + ", less than IPv6 needs",
                        "stop the daemon, set the MTU of " + name
                                + " to that of the segment, usually 1500, and start it"));
            }
        }
        findings.addAll(differing(status.nodes()));
        return Result.of(
                findings,
                "no fragments"
                        + known.stream()
                                .map(name -> ", MTU of " + name + " "
                                        + snapshot.machine().mtus().get(name))
                                .collect(Collectors.joining()));
    }
}
