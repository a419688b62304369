package io.fairlead.netstack.wire;

/** IP protocol numbers that the stack knows. */
public final class IpProtocol {

    /** Hop-by-hop options, an extension header of IPv6, RFC 8200 section 4.3. */
    public static final int HOP_BY_HOP_OPTIONS = 0;

    /** ICMP, RFC 792. */
    public static final int ICMP = 1;

    /** TCP, RFC 9293. */
    public static final int TCP = 6;

    /** UDP, RFC 768. */
    public static final int UDP = 17;

    /** Routing, an extension header of IPv6, RFC 8200 section 4.4. */
    public static final int ROUTING = 43;

    /** Fragment, an extension header of IPv6, RFC 8200 section 4.5. */
    public static final int FRAGMENT = 44;

    /** ICMPv6, RFC 4443. */
    public static final int ICMPV6 = 58;

    /** Destination options, an extension header of IPv6, RFC 8200 section 4.6. */
    public static final int DESTINATION_OPTIONS = 60;

    /** VRRP, RFC 9568. */
    public static final int VRRP = 112;

    /** Load reports: 253 is reserved for experimentation, RFC 3692. */
    public static final int LOAD_REPORT = 253;

    private IpProtocol() {}
}
