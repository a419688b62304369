package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.watch.TroubleBook.Finding;
import org.jspecify.annotations.Nullable;

/** Who claims a node's own address for another MAC address than the one that the node reports from. */
final class NodeClaimDetector {

    /** In place of a VRID: it concerns no virtual router more than another. */
    private static final int EVERY_ROUTER = 0;

    private final Cluster cluster;
    private final TroubleBook book;
    private final DoubtedClaims doubted = new DoubtedClaims();

    NodeClaimDetector(final Cluster cluster, final TroubleBook book) {
        this.cluster = cluster;
        this.book = book;
    }

    /** A node whose MAC address has changed may be heard by ARP before its next report comes, so nothing is concluded yet. */
    void onClaim(final IpAddress address, final long mac, final long nowNs) {
        if (wrongedBy(address, mac) != null && !doubted.note(address, mac, nowNs)) {
            book.countOverflow();
        }
    }

    void poll(final long nowNs, final WatchOutput out) {
        for (final DoubtedClaims.Claim claim : doubted.due(nowNs)) {
            final ClusterNode node = wrongedBy(claim.address(), claim.mac());
            if (node != null) {
                book.seen(EVERY_ROUTER, false, found(node, claim.mac()), TroubleBook.REMINDER_NS, nowNs, out);
            }
        }
    }

    /** The node whose address it is and whose MAC address it is not; null if there is none. */
    private @Nullable ClusterNode wrongedBy(final IpAddress address, final long mac) {
        for (final ClusterNode node : cluster.nodes()) {
            if (node.managementAddress().equals(address)) {
                return node.mac() == mac ? null : node;
            }
        }
        return null;
    }

    private Finding found(final ClusterNode node, final long mac) {
        final ClusterNode claimant = cluster.withMac(mac);
        return new Finding(
                TroubleKind.NODE_ADDRESS_CLAIMED,
                node.subject(),
                "MAC " + MacAddress.format(mac) + (claimant == null ? "" : " of " + claimant.subject())
                        + " claims the address of node " + node.subject() + ", which reports from MAC "
                        + MacAddress.format(node.mac()) + ": the claim is not believed",
                "find the machine by its MAC address in the switch, and take the address from it; if there is none, somebody forges ARP");
    }
}
