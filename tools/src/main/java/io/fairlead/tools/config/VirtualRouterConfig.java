package io.fairlead.tools.config;

import java.time.Duration;
import java.util.List;

/**
 * One VRRP virtual router and the addresses it shares.
 *
 * @param id VRID, 1-255
 * @param version of VRRP; 2 for now
 * @param priority 0: scanning only, never director; 1-254; 255: owner of the addresses
 * @param advertisementInterval whole seconds in version 2
 * @param preempt whether it takes the addresses from a director of lower priority
 * @param virtualIps at least one, each with the prefix length of its subnet
 */
public record VirtualRouterConfig(
        int id,
        int version,
        int priority,
        Duration advertisementInterval,
        boolean preempt,
        List<Ipv4Prefix> virtualIps) {}
