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
 * @param deadAfter silence after which the clients of a node are reset
 */
public record ClusterConfig(
        Optional<ClusterKey> key,
        boolean openDiscovery,
        List<IpAddress> nodes,
        Duration reportInterval,
        Duration deadAfter) {}
