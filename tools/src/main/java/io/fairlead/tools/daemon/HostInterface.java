package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tapio.netlink.AddressEntry;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigProblem;
import io.fairlead.tools.config.LoadedConfig;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An interface of the configuration as it is at start, before or after it was attached: then the host TAP bears its name.
 *
 * @param name as the host knows it
 * @param ipv4 the management address on the node's first interface, else the first address that is no virtual IP; null if there is none
 * @param broadcastIp of that address's subnet
 * @param managementIp6 the IPv6 management address on the node's first interface; null if it has none, and on others
 * @param linkLocal IPv6 address that advertisements come from; null if IPv6 is off
 */
record HostInterface(
        String name,
        @Nullable IpAddress ipv4,
        int broadcastIp,
        @Nullable IpAddress managementIp6,
        @Nullable IpAddress linkLocal) {

    static HostInterface find(final Netlink netlink, final LoadedConfig loaded, final String name)
            throws IOException, ConfigException {
        final Link link = netlink.links()
                .find(name)
                .orElseThrow(() -> new IOException("there is no interface " + name
                        + " here: see `ip link`, and correct "
                        + (isFirst(loaded, name) ? "node" : "virtualRouters[]")
                        + ".interface in " + loaded.file()));
        final List<AddressEntry> entries = netlink.addresses().of(link);
        final List<IpPrefix> addresses = entries.stream()
                .map(entry -> new IpPrefix(InetAddresses.of(entry.address()), entry.prefixLength()))
                .toList();
        final List<ConfigProblem> problems = loaded.checkAgainst(name, addresses);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        final List<IpPrefix> own = own(loaded, addresses);
        final IpPrefix ipv4 = ipv4(loaded, name, own);
        final List<IpAddress> lasting = entries.stream()
                .filter(AddressEntry::isLasting)
                .map(entry -> InetAddresses.of(entry.address()))
                .toList();
        return new HostInterface(
                name,
                ipv4 == null ? null : ipv4.address(),
                ipv4 == null ? -1 : broadcast(ipv4),
                isFirst(loaded, name) ? loaded.managementIp6(lasting).orElse(null) : null,
                own.stream()
                        .map(IpPrefix::address)
                        .filter(IpAddress::isLinkLocalIpv6)
                        .findFirst()
                        .orElse(null));
    }

    private static boolean isFirst(final LoadedConfig loaded, final String name) {
        return name.equals(loaded.config().interfaceName());
    }

    /** A virtual IP may have been left behind by a director that was killed. */
    private static List<IpPrefix> own(final LoadedConfig loaded, final List<IpPrefix> addresses) {
        final Set<IpAddress> virtualIps = loaded.config().virtualRouters().stream()
                .flatMap(router -> router.virtualIps().stream())
                .map(IpPrefix::address)
                .collect(Collectors.toSet());
        return addresses.stream()
                .filter(prefix -> !virtualIps.contains(prefix.address()))
                .toList();
    }

    private static @Nullable IpPrefix ipv4(final LoadedConfig loaded, final String name, final List<IpPrefix> own) {
        final IpAddress managementIp =
                isFirst(loaded, name) ? loaded.managementIp(own).orElseThrow() : null;
        return own.stream()
                .filter(prefix -> !prefix.address().isIpv6()
                        && (managementIp == null || prefix.address().equals(managementIp)))
                .findFirst()
                .orElse(null);
    }

    /** The limited broadcast address where a subnet has none of its own (RFC 3021). */
    private static int broadcast(final IpPrefix prefix) {
        return prefix.length() > 30 ? -1 : prefix.address().ipv4() | ~Ipv4Address.mask(prefix.length());
    }
}
