package io.fairlead.tools.config;

import io.fairlead.vrrp.VrrpVersion;
import java.time.Duration;
import java.util.List;

/**
 * One VRRP virtual router and the addresses it shares.
 *
 * @param id VRID, 1-255
 * @param version of VRRP; 2 knows IPv4 alone
 * @param priority 0: scanning only, never director; 1-254; 255: owner of the addresses
 * @param advertisementInterval one that the version can carry: whole seconds in 2, hundredths in 3
 * @param preempt whether it takes the addresses from a director of lower priority
 * @param virtualIps at least one, all of one family, each with the prefix length of its subnet
 */
public record VirtualRouterSettings(
        int id,
        VrrpVersion version,
        int priority,
        Duration advertisementInterval,
        boolean preempt,
        List<IpPrefix> virtualIps) {

    /**
     * The family of its addresses.
     *
     * @return true for IPv6
     */
    public boolean isIpv6() {
        return virtualIps.get(0).address().isIpv6();
    }
}
