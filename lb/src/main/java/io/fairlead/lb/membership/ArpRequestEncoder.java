package io.fairlead.lb.membership;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the unicast ARP request (RFC 1122 section 2.3.2.1) by which a node is asked whether it is there. It names the sender's own address and MAC, so that
 * whoever learns from it learns what is true. Not thread-safe.
 */
public final class ArpRequestEncoder {

    /** Bytes of a request frame. */
    public static final int FRAME_LENGTH = EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH;

    private final int ownIp;
    private final long ownMac;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final ArpPacket request = new ArpPacket();

    /**
     * For one node.
     *
     * @param ownIp its management address
     * @param ownMac its MAC address
     */
    public ArpRequestEncoder(final int ownIp, final long ownMac) {
        this.ownIp = ownIp;
        this.ownMac = ownMac;
    }

    /**
     * Writes a request.
     *
     * @param targetIp address that is asked for
     * @param targetMac whom it is sent to
     * @param frame with room for {@link #FRAME_LENGTH} bytes
     * @param offset of the frame's first byte
     * @return its length in bytes
     */
    public int encode(final int targetIp, final long targetMac, final MutableDirectBuffer frame, final int offset) {
        ethernet.wrap(frame, offset, FRAME_LENGTH);
        ethernet.destination(targetMac).source(ownMac).etherType(EtherType.ARP);
        request.wrap(frame, offset + EthernetFrame.HEADER_LENGTH, ArpPacket.LENGTH)
                .header(ArpPacket.REQUEST)
                .sender(ownMac, ownIp)
                .target(0, targetIp);
        return FRAME_LENGTH;
    }
}
