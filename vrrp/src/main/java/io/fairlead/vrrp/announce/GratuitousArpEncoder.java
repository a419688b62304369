package io.fairlead.vrrp.announce;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import org.agrona.MutableDirectBuffer;

/**
 * Writes gratuitous ARP frames as keepalived does: a broadcast request (RFC 5227 section 3 says why not a reply) in which sender and target
 * are the virtual IP, target MAC all ones. Not thread-safe.
 */
public final class GratuitousArpEncoder {

    /** Bytes of a frame. */
    public static final int FRAME_LENGTH = EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH;

    private final long localMac;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final ArpPacket arp = new ArpPacket();

    /**
     * For one node.
     *
     * @param localMac that the virtual IPs resolve to
     */
    public GratuitousArpEncoder(final long localMac) {
        this.localMac = localMac;
    }

    /**
     * Writes a frame.
     *
     * @param virtualIp to announce
     * @param frame to write to
     * @param offset of its first byte
     * @return length of the frame in bytes
     */
    public int encode(final IpAddress virtualIp, final MutableDirectBuffer frame, final int offset) {
        ethernet.wrap(frame, offset, FRAME_LENGTH);
        ethernet.destination(MacAddress.BROADCAST).source(localMac).etherType(EtherType.ARP);
        arp.wrap(frame, offset + EthernetFrame.HEADER_LENGTH, ArpPacket.LENGTH)
                .header(ArpPacket.REQUEST)
                .sender(localMac, virtualIp.ipv4())
                .target(MacAddress.BROADCAST, virtualIp.ipv4());
        return FRAME_LENGTH;
    }
}
