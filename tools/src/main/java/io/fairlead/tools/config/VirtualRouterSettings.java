package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.vrrp.Authentication;
import io.fairlead.vrrp.ChecksumForm;
import io.fairlead.vrrp.VrrpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One VRRP virtual router and the addresses it shares.
 *
 * @param id VRID, 1-255
 * @param version of VRRP; 2 knows IPv4 alone
 * @param priority 0: scanning only, never director; 1-254; 255: owner of the addresses
 * @param advertisementInterval one that the version can carry: whole seconds in 2, hundredths in 3
 * @param preempt whether it takes the addresses from a director of lower priority
 * @param preemptDelay how long it leaves such a director alone first
 * @param startupDelay how long it listens at start in addition to the master-down interval
 * @param interfaceName interface that carries the addresses
 * @param virtualIps at least one, all of one family, each with the prefix length of its subnet; link-local ones first
 * @param unicastPeers the other nodes' addresses, to which advertisements go instead of the group; empty for the group
 * @param checksum how the checksum of version 3 over IPv4 is sent
 * @param acceptMode whether the director's kernel answers pings and connections to the addresses that no redirect takes
 * @param syncGroup name that routers bear which fail over together
 * @param authentication what advertisements show to be believed
 * @param gratuitousArp how the addresses are made known
 * @param tracks what the priority depends on, or whether it may be director at all
 */
public record VirtualRouterSettings(
        int id,
        VrrpVersion version,
        int priority,
        Duration advertisementInterval,
        boolean preempt,
        Duration preemptDelay,
        Duration startupDelay,
        String interfaceName,
        List<IpPrefix> virtualIps,
        List<IpAddress> unicastPeers,
        ChecksumForm checksum,
        boolean acceptMode,
        Optional<String> syncGroup,
        Authentication authentication,
        GratuitousArpSettings gratuitousArp,
        List<TrackSettings> tracks) {

    /**
     * The family of its addresses.
     *
     * @return true for IPv6
     */
    public boolean isIpv6() {
        return virtualIps.get(0).address().isIpv6();
    }

    /** Is it the same one, whatever else has changed about it? */
    boolean isSameRouterAs(VirtualRouterSettings other) {
        return id == other.id
                && isIpv6() == other.isIpv6()
                && interfaceName.equals(other.interfaceName)
                && syncGroup.equals(other.syncGroup);
    }

    VirtualRouterSettings withPriority(int other) {
        return new VirtualRouterSettings(
                id,
                version,
                other,
                advertisementInterval,
                preempt,
                preemptDelay,
                startupDelay,
                interfaceName,
                virtualIps,
                unicastPeers,
                checksum,
                acceptMode,
                syncGroup,
                authentication,
                gratuitousArp,
                tracks);
    }
}
