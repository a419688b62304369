package io.fairlead.tools.status;

import java.util.List;

/**
 * A virtual router as this node sees it.
 *
 * @param id VRID
 * @param interfaceName that carries its addresses
 * @param version of VRRP
 * @param state of the VRRP machine: {@code INIT}, {@code BACKUP} or {@code MASTER}
 * @param priority that this node advertises and compares now
 * @param configuredPriority what the configuration says; another one if tracking or an administrator has changed it
 * @param virtualIps with prefix length
 * @param virtualIpsHeld whether they are on this node's interface now
 * @param master address of the present director's advertisements; empty if nobody is heard
 * @param cause of the last change of state, like {@code no advertisement for 3.61 s from 10.51.0.1}
 * @param notes why the priority is not the configured one, why the router is in INIT, what its takeover waits for or had to do without
 */
public record VirtualRouterStatus(
        int id,
        String interfaceName,
        int version,
        String state,
        int priority,
        int configuredPriority,
        List<String> virtualIps,
        boolean virtualIpsHeld,
        String master,
        String cause,
        List<String> notes) {}
