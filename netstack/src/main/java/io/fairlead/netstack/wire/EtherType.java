package io.fairlead.netstack.wire;

/** EtherType values (IEEE 802 numbers) that the stack knows. */
public final class EtherType {

    /** IPv4. */
    public static final int IPV4 = 0x0800;

    /** ARP, RFC 826. */
    public static final int ARP = 0x0806;

    /** C-tag, IEEE 802.1Q. */
    public static final int VLAN = 0x8100;

    /** IPv6. */
    public static final int IPV6 = 0x86DD;

    /** S-tag, IEEE 802.1ad. */
    public static final int SERVICE_VLAN = 0x88A8;

    private EtherType() {}
}
