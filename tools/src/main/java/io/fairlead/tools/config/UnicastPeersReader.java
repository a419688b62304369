package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code unicastPeers} of a virtual router. */
final class UnicastPeersReader {

    private static final String EXAMPLE = "[10.51.0.2, 10.51.0.3]";

    private final Problems problems;

    UnicastPeersReader(Problems problems) {
        this.problems = problems;
    }

    List<Located<IpAddress>> read(Section router, List<Located<IpPrefix>> virtualIps) {
        List<Located<IpAddress>> peers =
                router.values(ConfigKey.UNICAST_PEERS, Values.hostAddress("use the address of another node"), EXAMPLE);
        if (router.isEmptyList(ConfigKey.UNICAST_PEERS)) {
            router.refuse(
                    ConfigKey.UNICAST_PEERS,
                    "is empty",
                    "list the addresses of the other nodes, or remove it to advertise by multicast");
        }
        Map<IpAddress, Located<IpAddress>> firstUse = new HashMap<>();
        for (Located<IpAddress> peer : peers) {
            @Nullable Located<IpAddress> first = firstUse.putIfAbsent(peer.value(), peer);
            if (first != null) {
                refuse(peer, "is given twice, first in line " + first.line(), "keep one of them");
            }
            if (!virtualIps.isEmpty()) {
                checkFamily(peer, virtualIps.get(0).value().address());
            }
            if (virtualIps.stream()
                    .anyMatch(virtualIp -> virtualIp.value().address().equals(peer.value()))) {
                refuse(peer, "is a virtual IP of this virtual router", "use the own address of another node");
            }
        }
        return peers;
    }

    private void checkFamily(Located<IpAddress> peer, IpAddress virtualIp) {
        if (peer.value().isIpv6() != virtualIp.isIpv6()) {
            refuse(peer, "is not of the family of " + virtualIp, "use addresses of the same family as the virtual IPs");
        } else if (peer.value().isIpv6() && !peer.value().isLinkLocalIpv6()) {
            // RFC 9568 section 5.1.2.1: the source is link-local, and advertisements are accepted from a peer's address
            // alone.
            refuse(
                    peer,
                    "is not link-local, and advertisements over IPv6 come from link-local addresses",
                    "use the address that `ip -6 addr show scope link` shows on the other node");
        }
    }

    private void refuse(Located<IpAddress> peer, String reason, String remedy) {
        problems.error(peer.line(), peer.path(), peer.value() + " " + reason, remedy);
    }
}
