package io.fairlead.tools.status;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@code fairlead status} shows; {@code docs/status.md} describes it for its users.
 *
 * @param node name of the node that reports
 * @param role of that node: the highest it has in any virtual router
 * @param timestamp when the report was made, ISO 8601 in UTC
 * @param uptimeMs since the daemon was started
 * @param engine how its data path runs; null if a daemon of an older version reports
 * @param virtualRouters in the order of the configuration
 * @param redirects in the order of the configuration
 * @param nodes on the director itself and all scanning nodes, else the director, if there is one, and itself
 * @param heavySources on the director: clients with more connections than a node's fair share
 * @param warnings about configuration and cluster, such as {@code discovery: open}
 * @param drops frames that were not delivered, by the name of their counter; without those at zero
 */
public record StatusReport(
        String node,
        NodeRole role,
        String timestamp,
        long uptimeMs,
        @Nullable EngineStatus engine,
        List<VirtualRouterStatus> virtualRouters,
        List<RedirectStatus> redirects,
        List<NodeStatus> nodes,
        List<HeavySourceStatus> heavySources,
        List<String> warnings,
        SortedMap<String, Long> drops) {}
