package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another node as its load reports describe it.
 *
 * @param name of the node
 * @param managementAddress that it reports from
 * @param mac that it reports from
 * @param isAlive whether its reports still come; of one that is silent nothing is concluded, but it is no stranger
 * @param isDirector whether it says that it is director
 * @param routers its virtual routers; empty if its version does not report them
 */
public record ClusterNode(
        String name,
        IpAddress managementAddress,
        long mac,
        boolean isAlive,
        boolean isDirector,
        List<RouterView> routers) {

    /** Copies the list. */
    public ClusterNode {
        routers = List.copyOf(routers);
    }

    /** Its view of a virtual router; null if it reports none. */
    @Nullable
    RouterView router(final int vrid, final boolean isIpv6) {
        for (final RouterView router : routers) {
            if (router.vrid() == vrid && router.isIpv6() == isIpv6) {
                return router;
            }
        }
        return null;
    }

    String subject() {
        return name + " (" + managementAddress + ")";
    }
}
