package io.fairlead.vrrp.wire;

import io.fairlead.netstack.wire.MacAddress;

/** How VRRP travels over IPv4 (RFC 3768 section 5.2). */
final class VrrpIpv4 {

    /** 224.0.0.18. */
    static final int GROUP = 0xE000_0012;

    /** 01:00:5e:00:00:12. */
    static final long GROUP_MAC = MacAddress.ofIpv4Group(GROUP);

    /** What keepalived sends: DSCP CS6, network control. */
    static final int TOS = 0xC0;

    static final int TTL = 255;

    private VrrpIpv4() {}
}
