package io.fairlead.tools.replay;

import io.fairlead.lb.report.Load;
import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Another node of the cluster, as it is to be played.
 *
 * @param name of the node
 * @param managementIp IPv4
 * @param managementIp6 null if it has none
 * @param mac where its frames go
 * @param load that it reports
 * @param weight that it reports
 * @param isDraining whether it says that it is drained
 * @param isHealthy whether it says that its proxies are well
 * @param isDirector whether it says that it is director
 * @param fromNs since the first frame: before, it does not exist; 0 for one that is known when that comes
 * @param untilNs since the first frame: from then on it is silent; {@link Long#MAX_VALUE} for never
 */
public record PeerScript(
        String name,
        int managementIp,
        @Nullable IpAddress managementIp6,
        long mac,
        Load load,
        int weight,
        boolean isDraining,
        boolean isHealthy,
        boolean isDirector,
        long fromNs,
        long untilNs) {}
