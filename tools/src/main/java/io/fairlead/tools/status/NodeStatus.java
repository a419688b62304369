package io.fairlead.tools.status;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster, as its last load report told.
 *
 * @param name of the node
 * @param managementIp its address
 * @param managementIp6 its IPv6 address; null if it has none, or does not tell
 * @param mac its Ethernet address
 * @param mtu of the interface that it reports from, in bytes; null if it does not tell
 * @param role director, backup or scanning only
 * @param priority VRRP priority
 * @param self whether it is the node that reports
 * @param healthy whether every redirect's proxy port answers
 * @param takesNewClients whether it is given new clients, be it for some redirects alone
 * @param failures why it is not healthy, one sentence for each redirect
 * @param proxies what it says of each redirect's proxy; empty if a daemon of an older version tells
 * @param scanningEnabled whether it takes new clients at all
 * @param draining whether it was told to keep its connections and take no new clients
 * @param weight its share of the clients beside others; 100 is normal, 0 none
 * @param activeConnections that it serves
 * @param newConnectionsPerSecond lately
 * @param sharePercent its part of the connections that all nodes serve now; null if there are none, or if the node is not heard any more
 * @param cpuPercent 0-100
 * @param memoryPercent 0-100
 * @param proxyPercent how busy its proxy says that it is, 0-100; null if it does not say
 * @param loadScore by which the director compares nodes; lower is freer
 * @param stickyClients that are bound to it
 * @param reportAgeMs since its last load report; 0 for the reporting node itself
 * @param mismatches in what has to agree on all nodes, such as {@code redirects differ}
 */
public record NodeStatus(
        String name,
        String managementIp,
        @Nullable String managementIp6,
        String mac,
        @Nullable Integer mtu,
        NodeRole role,
        int priority,
        boolean self,
        boolean healthy,
        boolean takesNewClients,
        List<String> failures,
        List<ProxyStatus> proxies,
        boolean scanningEnabled,
        boolean draining,
        int weight,
        long activeConnections,
        double newConnectionsPerSecond,
        @Nullable Integer sharePercent,
        int cpuPercent,
        int memoryPercent,
        @Nullable Integer proxyPercent,
        int loadScore,
        long stickyClients,
        long reportAgeMs,
        List<String> mismatches) {

    /** How the failure of a node begins that is not heard; what follows is for how long. */
    public static final String SILENT = "no report for ";

    /** Puts up with what an older daemon does not tell. */
    public NodeStatus {
        proxies = Objects.requireNonNullElse(proxies, List.of());
    }

    /**
     * For people.
     *
     * @return {@code ok}, {@code partly} or {@code FAILED}
     */
    public String healthWord() {
        if (healthy) {
            return "ok";
        }
        return takesNewClients ? "partly" : "FAILED";
    }

    /**
     * For people.
     *
     * @return whether it takes new clients: {@code yes}, {@code no} or {@code drained}
     */
    public String scansWord() {
        if (!scanningEnabled) {
            return "no";
        }
        return draining ? "drained" : "yes";
    }

    /**
     * For people.
     *
     * @return what is wrong, a sentence each
     */
    public List<String> problems() {
        return Stream.concat(failures.stream(), mismatches.stream())
                .map(problem -> name + ": " + problem)
                .toList();
    }
}
