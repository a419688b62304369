package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the nodes know and trust each other. At least one of key, open discovery and nodes is given.
 *
 * @param key authenticates load reports, and makes discovery safe
 * @param openDiscovery whether unauthenticated reports of anyone on the segment are believed
 * @param nodes management addresses that are accepted without a key
 * @param reportInterval from one load report to the next
 * @param missedReports that many report intervals without a report, and a node takes no new clients
 * @param arpProbeInterval from one look at whether a node that reports answers ARP to the next; zero for never
 * @param deadAfter silence after which the clients of a node are reset
 */
public record ClusterConfig(
        Optional<ClusterKey> key,
        boolean openDiscovery,
        List<IpAddress> nodes,
        Duration reportInterval,
        int missedReports,
        Duration arpProbeInterval,
        Duration deadAfter) {

    /** Without a report for so long, a node takes no new clients. */
    Duration silentAfter() {
        return reportInterval.multipliedBy(missedReports);
    }
}
