package io.fairlead.netstack.wire;

/** Frames and packets with known content. */
final class Golden {

    /** A gratuitous ARP request as keepalived 2.2.7 sends it on takeover. */
    static final byte[] GRATUITOUS_ARP_FRAME = Bytes.hex("""
            ffff ffff ffff 0251 0000 0001 0806
            0001 0800 0604 0001 0251 0000 0001 0a33 0064 ffff ffff ffff 0a33 0064
            """);

    /** A VRRPv2 advert of keepalived 2.2.7: 40 bytes of IPv4 in a frame of 54. */
    static final byte[] VRRP_FRAME = Bytes.hex("""
            0100 5e00 0012 0251 0000 0001 0800
            45c0 0028 0001 0000 ff70 d05e 0a33 0001 e000 0012
            2133 6301 0001 7133 0a33 0064 0000 0000 0000 0000
            """);

    /** An IGMPv3 report of keepalived 2.2.7: an IPv4 header with the router alert option, 24 bytes long. */
    static final byte[] IPV4_WITH_OPTIONS = Bytes.hex("""
            46c0 0028 0000 4000 0102 f9c4 0a33 0002 e000 0016 9404 0000
            2200 f9eb 0000 0001 0400 0000 e000 0012
            """);

    /** The header that most texts on the checksum show: 192.168.0.1 to 192.168.0.199, UDP, checksum 0xb861. */
    static final byte[] IPV4_HEADER = Bytes.hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");

    /** A SYN from port 49152 to 9090 with MSS, SACK permitted, timestamps, NOP and window scale: 40 bytes of header. */
    static final byte[] TCP_SYN = Bytes.hex("""
            c000 2382 1234 5678 0000 0000 a002 faf0 beef 0000
            0204 05b4 0402 080a 0000 0001 0000 0000 0103 0307
            """);

    /** A DNS-like datagram of 12 bytes from port 5353 to 53. */
    static final byte[] UDP = Bytes.hex("14e9 0035 000c abcd 0102 0304");

    /** Fragmentation needed, next-hop MTU 1400, quoting an IPv4 header and 8 bytes (RFC 1191). */
    static final byte[] ICMP_TOO_BIG = Bytes.hex("""
            0304 0000 0000 0578
            4500 05dc 0001 4000 4006 0000 0a33 000b 0a33 0064 c000 2382 1234 5678
            """);

    /** An Ethernet header with an S-tag (VLAN 100) and a C-tag (VLAN 4095 with priority 7), then IPv4. */
    static final byte[] DOUBLE_TAGGED = Bytes.hex("0251 0000 0002 0251 0000 0001 88a8 0064 8100 efff 0800 4500");

    /** An unsolicited neighbour advertisement of keepalived 2.2.7 for fd51::100: 72 bytes of IPv6. */
    static final byte[] NEIGHBOR_ADVERTISEMENT = Bytes.hex("""
            6000 0000 0020 3aff fd51 0000 0000 0000 0000 0000 0000 0100 ff02 0000 0000 0000 0000 0000 0000 0001
            8800 57aa 2000 0000 fd51 0000 0000 0000 0000 0000 0000 0100 0201 0251 0000 0001
            """);

    /** An MLDv2 report of Linux: hop-by-hop options with router alert, then ICMPv6. */
    static final byte[] IPV6_WITH_HOP_BY_HOP = Bytes.hex("""
            6000 0000 0024 0001 fe80 0000 0000 0000 0051 00ff fe00 0002 ff02 0000 0000 0000 0000 0000 0000 0016
            3a00 0502 0000 0100 8f00 70a6 0000 0001 0400 0000 ff02 0000 0000 0000 0000 0000 0000 0012
            """);

    private Golden() {}
}
