package io.fairlead.netstack.wire;

/** IP protocol numbers that the stack knows. */
public final class IpProtocol {

    /** ICMP, RFC 792. */
    public static final int ICMP = 1;

    /** TCP, RFC 9293. */
    public static final int TCP = 6;

    /** UDP, RFC 768. */
    public static final int UDP = 17;

    /** VRRP, RFC 9568. */
    public static final int VRRP = 112;

    /** Load reports: 253 is reserved for experimentation, RFC 3692. */
    public static final int LOAD_REPORT = 253;

    private IpProtocol() {}
}
