package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import java.util.List;

/**
 * Where the file says what of a virtual router has to fit the machine, for checks that come after the reading.
 *
 * @param interfaceName interface that carries the addresses
 * @param virtualIps all addresses that were read
 * @param line of the list of virtual IPs
 * @param path of the list of virtual IPs
 * @param unicastPeers all peers that were read
 */
record PlacedRouter(
        String interfaceName,
        List<Located<IpPrefix>> virtualIps,
        int line,
        String path,
        List<Located<IpAddress>> unicastPeers) {

    /** Of the first address; true for IPv6. */
    boolean isIpv6() {
        return !virtualIps.isEmpty() && virtualIps.get(0).value().address().isIpv6();
    }
}
