package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.watch.DoubtedClaims.Claim;
import io.fairlead.vrrp.watch.TroubleBook.Finding;

/** Who claims a virtual IP by ARP or neighbour discovery without being director. */
final class ClaimDetector {

    private final RouterScope scope;
    private final DirectorDetector directors;
    private final DoubtedClaims doubted = new DoubtedClaims();

    ClaimDetector(final RouterScope scope, final DirectorDetector directors) {
        this.scope = scope;
        this.directors = directors;
    }

    void onClaim(final IpAddress address, final long mac, final long nowNs) {
        if (scope.config().addresses().contains(address)
                && !isRightful(mac, nowNs)
                && !doubted.note(address, mac, nowNs)) {
            scope.countOverflow();
        }
    }

    /** Judges what was claimed a while ago: a new director may announce its addresses before we know that it is one. */
    void poll(final long nowNs, final WatchOutput out) {
        for (final Claim claim : doubted.due(nowNs)) {
            if (!isRightful(claim.mac(), nowNs)) {
                scope.seen(found(claim), nowNs, out);
            }
        }
    }

    private boolean isRightful(final long mac, final long nowNs) {
        if (scope.isOwnMac(mac) || directors.isSpeaking(mac, nowNs)) {
            return true;
        }
        final ClusterNode node = scope.cluster().withMac(mac);
        if (node == null) {
            return false;
        }
        final RouterView router = scope.viewOf(node);
        return router == null ? node.isDirector() : router.isMaster();
    }

    private Finding found(final Claim claim) {
        final ClusterNode node = scope.cluster().withMac(claim.mac());
        final String mac = "MAC " + MacAddress.format(claim.mac());
        if (node != null) {
            return new Finding(
                    TroubleKind.DUPLICATE_VIRTUAL_IP,
                    claim.address() + " at " + mac,
                    node.subject() + ", which is not director, claims the virtual IP " + claim.address() + " for its "
                            + mac,
                    "something on that node holds the address (its network configuration, another VRRP daemon): remove it there");
        }
        return new Finding(
                TroubleKind.DUPLICATE_VIRTUAL_IP,
                claim.address() + " at " + mac,
                mac + ", which is neither this node's nor the director's, claims the virtual IP " + claim.address(),
                "find the machine by its MAC address in the switch and take the address from it, or choose another virtual IP");
    }
}
