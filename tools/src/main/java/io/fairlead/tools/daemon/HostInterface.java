package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tapio.netlink.AddressEntry;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigProblem;
import io.fairlead.tools.config.IpPrefix;
import io.fairlead.tools.config.LoadedConfig;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The interface of the configuration as it is at start, before or after it was attached: then the host TAP bears its name.
 *
 * @param managementIp IPv4 address by which the other nodes know this one
 * @param broadcastIp of that address's subnet
 * @param linkLocal IPv6 address that advertisements come from; null if IPv6 is off
 */
record HostInterface(
        int managementIp, int broadcastIp, @Nullable IpAddress linkLocal) {

    static HostInterface find(final Netlink netlink, final LoadedConfig loaded) throws IOException, ConfigException {
        final String name = loaded.config().interfaceName();
        final Link link = netlink.links()
                .find(name)
                .orElseThrow(() -> new IOException("there is no interface " + name
                        + " here: see `ip link`, and correct node.interface in " + loaded.file()));
        final List<IpPrefix> addresses =
                netlink.addresses().of(link).stream().map(HostInterface::prefix).toList();
        final List<ConfigProblem> problems = loaded.checkAgainst(name, addresses);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        final IpAddress managementIp = loaded.managementIp(addresses).orElseThrow();
        final int broadcast = addresses.stream()
                .filter(prefix -> prefix.address().equals(managementIp))
                .mapToInt(HostInterface::broadcast)
                .findFirst()
                .orElse(-1);
        return new HostInterface(managementIp.ipv4(), broadcast, linkLocal(loaded, addresses));
    }

    /** Its own: a virtual IP may be link-local too, and left behind by a director that was killed. */
    private static @Nullable IpAddress linkLocal(final LoadedConfig loaded, final List<IpPrefix> addresses) {
        final Set<IpAddress> virtualIps = loaded.config().virtualRouters().stream()
                .flatMap(router -> router.virtualIps().stream())
                .map(IpPrefix::address)
                .collect(Collectors.toSet());
        return addresses.stream()
                .map(IpPrefix::address)
                .filter(address -> address.isLinkLocalIpv6() && !virtualIps.contains(address))
                .findFirst()
                .orElse(null);
    }

    private static IpPrefix prefix(final AddressEntry entry) {
        return new IpPrefix(InetAddresses.of(entry.address()), entry.prefixLength());
    }

    /** The limited broadcast address where a subnet has none of its own (RFC 3021). */
    private static int broadcast(final IpPrefix prefix) {
        return prefix.length() > 30 ? -1 : prefix.address().ipv4() | ~Ipv4Address.mask(prefix.length());
    }
}
