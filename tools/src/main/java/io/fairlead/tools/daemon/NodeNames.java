package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.netstack.wire.Ipv4Address;
import java.util.stream.Collectors;

/** The nodes by the names that administrators know them by. Conductor only. */
final class NodeNames {

    private final NodeIdentity identity;
    private final Membership membership;

    NodeNames(final NodeIdentity identity, final Membership membership) {
        this.identity = identity;
        this.membership = membership;
    }

    boolean isOwn(final int nodeId) {
        return nodeId == identity.managementIp();
    }

    /** The id of a node, this one included. */
    int idOf(final String name) throws RefusedException {
        return name.equals(identity.name())
                ? identity.managementIp()
                : other(name).id();
    }

    /** Another node. */
    Node other(final String name) throws RefusedException {
        return membership.nodes().stream()
                .filter(node -> node.report().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException("there is no node " + name + "; known are "
                        + membership.nodes().stream()
                                .map(known -> known.report().name())
                                .collect(Collectors.joining(", "))));
    }

    String nameOf(final int nodeId) {
        if (isOwn(nodeId)) {
            return identity.name();
        }
        final Node node = membership.node(nodeId);
        return node == null ? Ipv4Address.format(nodeId) : node.report().name();
    }
}
