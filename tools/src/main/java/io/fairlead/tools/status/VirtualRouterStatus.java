package io.fairlead.tools.status;

import java.util.List;

/**
 * A virtual router as this node sees it.
 *
 * @param id VRID
 * @param state of the VRRP machine: {@code INIT}, {@code BACKUP} or {@code MASTER}
 * @param priority of this node
 * @param virtualIps with prefix length
 * @param virtualIpsHeld whether they are on this node's interface now
 */
public record VirtualRouterStatus(
        int id, String state, int priority, List<String> virtualIps, boolean virtualIpsHeld) {}
