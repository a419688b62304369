package io.fairlead.vrrp.wire;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VrrpVersion;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the advertisements of one virtual router as whole Ethernet frames, byte for byte as keepalived does: TOS 0xc0, no "don't
 * fragment", an IP identification that counts from 1, no padding. Not thread-safe.
 */
public final class AdvertisementEncoder {

    private final VirtualRouterConfig config;
    private final long localMac;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final VrrpV2Flyweight vrrp = new VrrpV2Flyweight();
    private int identification;

    /**
     * For one virtual router.
     *
     * @param config of the router
     * @param localMac the node's own address: there is no virtual MAC, hypervisors drop it
     */
    public AdvertisementEncoder(final VirtualRouterConfig config, final long localMac) {
        this.config = config;
        this.localMac = localMac;
    }

    /**
     * How much room {@link #encode} needs.
     *
     * @return length in bytes
     */
    public int frameLength() {
        return EthernetFrame.HEADER_LENGTH + packetLength();
    }

    private int packetLength() {
        return Ipv4Packet.MIN_HEADER_LENGTH
                + VrrpV2Flyweight.length(config.addresses().size());
    }

    /**
     * Writes a frame.
     *
     * @param priority to announce, 0 to resign
     * @param frame to write to
     * @param offset of its first byte
     * @return length of the frame in bytes
     */
    public int encode(final int priority, final MutableDirectBuffer frame, final int offset) {
        ethernet.wrap(frame, offset, frameLength());
        ethernet.destination(VrrpIpv4.GROUP_MAC).source(localMac).etherType(EtherType.IPV4);
        final int ipv4Offset = offset + EthernetFrame.HEADER_LENGTH;
        identification = identification + 1 & 0xFFFF;
        ipv4.wrap(frame, ipv4Offset, packetLength())
                .header(
                        VrrpIpv4.TOS,
                        VrrpIpv4.TTL,
                        IpProtocol.VRRP,
                        config.localAddress().ipv4(),
                        VrrpIpv4.GROUP,
                        packetLength())
                .identification(identification);
        final int addressCount = config.addresses().size();
        final int intervalSeconds = (int) (config.advertisementIntervalNs() / VrrpVersion.V2.intervalUnitNs());
        vrrp.wrap(frame, ipv4Offset + Ipv4Packet.MIN_HEADER_LENGTH, VrrpV2Flyweight.length(addressCount))
                .header(config.vrid(), priority, addressCount, intervalSeconds);
        for (int i = 0; i < addressCount; i++) {
            vrrp.address(i, config.addresses().get(i).ipv4());
        }
        vrrp.updateChecksum();
        return frameLength();
    }
}
