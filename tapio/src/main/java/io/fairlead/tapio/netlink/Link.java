package io.fairlead.tapio.netlink;

/**
 * What the kernel said about a network interface at one moment.
 *
 * @param index the kernel's number of it, unique in its namespace while it exists
 * @param name as shown by {@code ip link}
 * @param mac 48 bits, first byte most significant; 0 if it has none
 * @param mtu in bytes, without the Ethernet header
 * @param flags of net_device_flags(7)
 * @param hardwareType ARPHRD number, 1 for Ethernet
 * @param lowerIndex of the interface that it sits on, as a VLAN does, or of a veth's other end; 0 for none
 * @param masterIndex of the bridge or bond that it is a port of, 0 for none
 * @param kind of a virtual interface, such as {@code tun} or {@code veth}; empty for others
 * @param alias free text that its maker or administrator left; may be empty
 */
public record Link(
        int index,
        String name,
        long mac,
        int mtu,
        int flags,
        int hardwareType,
        int lowerIndex,
        int masterIndex,
        String kind,
        String alias) {

    static final int IFF_UP = 0x1;
    static final int IFF_RUNNING = 0x40;
    static final int IFF_LOWER_UP = 0x10000;
    static final int IFF_LOOPBACK = 0x8;
    static final int IFF_ALLMULTI = 0x200;
    private static final int ARPHRD_ETHER = 1;

    /**
     * Whether it is set up by the administrator; says nothing of the carrier.
     *
     * @return true if up
     */
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /**
     * Whether frames can pass: the wire is there (IFF_LOWER_UP), and nothing above it waits, such as an authentication at the switch
     * (IFF_RUNNING, RFC 2863).
     *
     * @return true if so; always false of an interface that is not up
     */
    public boolean hasCarrier() {
        final int mask = IFF_UP | IFF_RUNNING | IFF_LOWER_UP;
        return (flags & mask) == mask;
    }

    /**
     * Whether it was told to receive all multicast frames.
     *
     * @return true if so
     */
    public boolean isAllMulticast() {
        return (flags & IFF_ALLMULTI) != 0;
    }

    /**
     * Whether its frames are Ethernet frames.
     *
     * @return true for network cards and their like, false for loopback and tunnels
     */
    public boolean isEthernet() {
        return hardwareType == ARPHRD_ETHER;
    }

    /**
     * Whether it is a TUN or TAP device.
     *
     * @return true if so
     */
    public boolean isTun() {
        return kind.equals("tun");
    }
}
