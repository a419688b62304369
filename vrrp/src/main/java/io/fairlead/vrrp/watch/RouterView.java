package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.VirtualRouterState;
import org.jspecify.annotations.Nullable;

/**
 * What another node reports of one of its virtual routers.
 *
 * @param vrid virtual router identifier
 * @param isIpv6 of which family
 * @param state of that node's router
 * @param master address that the master advertises from: the node's own if it is master, else the one that it hears; null if it hears none
 */
public record RouterView(
        int vrid,
        boolean isIpv6,
        VirtualRouterState state,
        @Nullable IpAddress master) {

    boolean isMaster() {
        return state == VirtualRouterState.MASTER;
    }

    boolean isMasterAt(final IpAddress source) {
        return isMaster() && master != null && master.equals(source);
    }

    boolean hearsNobody() {
        return state == VirtualRouterState.BACKUP && master == null;
    }
}
