package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other nodes, and who of them is behind an address. */
final class Cluster {

    private List<ClusterNode> nodes = List.of();

    void nodes(final List<ClusterNode> known) {
        nodes = List.copyOf(known);
    }

    List<ClusterNode> nodes() {
        return nodes;
    }

    /**
     * The node that sent an advertisement; null for a stranger. A node reports from one interface and may advertise by another, so it is known by
     * its MAC address or by the address that it says it advertises from. The management address alone proves nothing: whoever took it sends from
     * it too.
     */
    @Nullable
    ClusterNode sender(final int vrid, final boolean isIpv6, final IpAddress source, final long mac) {
        for (final ClusterNode node : nodes) {
            final RouterView router = node.router(vrid, isIpv6);
            if (node.mac() == mac || (router != null && router.isMasterAt(source))) {
                return node;
            }
        }
        return null;
    }

    @Nullable
    ClusterNode withMac(final long mac) {
        for (final ClusterNode node : nodes) {
            if (node.mac() == mac) {
                return node;
            }
        }
        return null;
    }
}
