package io.fairlead.tools.config;

import java.util.List;

/**
 * Where the file says what of a virtual router has to fit the machine, for checks that come after the reading.
 *
 * @param virtualIps all addresses that were read
 * @param line of the list of virtual IPs
 * @param path of the list of virtual IPs
 */
record PlacedRouter(List<Located<IpPrefix>> virtualIps, int line, String path) {

    boolean isIpv6() {
        return !virtualIps.isEmpty() && virtualIps.get(0).value().address().isIpv6();
    }
}
