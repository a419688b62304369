package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.List;

/**
 * What a virtual router is told, whichever program runs it.
 *
 * @param version of VRRP: 2 or 3
 * @param vrid virtual router identifier
 * @param priority 1 to 254
 * @param interval from one advertisement to the next
 * @param virtualIps with prefix lengths; all of one family, and with IPv6 a link-local address first (RFC 9568 section 5.2.9)
 * @param preempt whether it takes over from a master of lower priority
 * @param unicastPeers whom advertisements go to instead of the group; empty for multicast
 * @param password the simple password of version 2; empty for none
 */
public record VrrpSettings(
        int version,
        int vrid,
        int priority,
        Duration interval,
        List<String> virtualIps,
        boolean preempt,
        List<String> unicastPeers,
        String password) {
    private static final int PRIORITIES = 256;
    private static final int MISSED_ADVERTISEMENTS = 3;

    public VrrpSettings {
        virtualIps = List.copyOf(virtualIps);
        unicastPeers = List.copyOf(unicastPeers);
    }

    public VrrpSettings withPriority(final int other) {
        return new VrrpSettings(version, vrid, other, interval, virtualIps, preempt, unicastPeers, password);
    }

    public VrrpSettings withUnicastPeers(final List<String> others) {
        return new VrrpSettings(version, vrid, priority, interval, virtualIps, preempt, others, password);
    }

    public boolean ipv6() {
        return virtualIps.get(0).contains(":");
    }

    /** The virtual IP that clients use, without its prefix length: the last one. */
    public String clientIp() {
        final String last = virtualIps.get(virtualIps.size() - 1);
        return last.substring(0, last.indexOf('/'));
    }

    /** What a backup waits after the master has resigned (RFC 3768 and RFC 9568, section 6.1). */
    public Duration skewTime() {
        final Duration unit = version == 2 ? Duration.ofSeconds(1) : interval;
        return unit.multipliedBy(PRIORITIES - priority).dividedBy(PRIORITIES);
    }

    /** What a backup waits after the last advertisement of a master that died. */
    public Duration masterDownInterval() {
        return interval.multipliedBy(MISSED_ADVERTISEMENTS).plus(skewTime());
    }
}
