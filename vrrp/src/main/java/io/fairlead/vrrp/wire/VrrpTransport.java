package io.fairlead.vrrp.wire;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;

/** How VRRP travels over IP (RFC 3768 section 5.2, RFC 9568 section 5.1). */
final class VrrpTransport {

    /** 224.0.0.18. */
    static final IpAddress IPV4_GROUP = IpAddress.ofIpv4(0xE000_0012);

    /** ff02::12. */
    static final IpAddress IPV6_GROUP = IpAddress.ofIpv6(0xFF02_0000_0000_0000L, 0x12);

    /** What keepalived sends: DSCP CS6, network control. */
    static final int TRAFFIC_CLASS = 0xC0;

    /** TTL of IPv4, hop limit of IPv6. */
    static final int HOP_LIMIT = 255;

    private VrrpTransport() {}

    static IpAddress group(final boolean isIpv6) {
        return isIpv6 ? IPV6_GROUP : IPV4_GROUP;
    }

    /** 01:00:5e:00:00:12 or 33:33:00:00:00:12. */
    static long groupMac(final boolean isIpv6) {
        return isIpv6 ? MacAddress.ofIpv6Group(IPV6_GROUP.low()) : MacAddress.ofIpv4Group(IPV4_GROUP.ipv4());
    }
}
