package io.fairlead.vrrp.announce;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterState;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntHashSet;

/**
 * Answers ARP requests for the virtual IPs, on the director only: the kernel of no node does. Not thread-safe.
 */
public final class ArpResponder {

    /** Bytes of a reply frame. */
    public static final int FRAME_LENGTH = EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH;

    private final IntHashSet virtualIps = new IntHashSet();
    private final long localMac;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final ArpPacket reply = new ArpPacket();

    /**
     * For one virtual router.
     *
     * @param config that names the virtual IPs
     * @param localMac that they resolve to
     */
    public ArpResponder(final VirtualRouterConfig config, final long localMac) {
        config.addresses().forEach(address -> virtualIps.add(address.ipv4()));
        this.localMac = localMac;
    }

    /**
     * Is the packet about a virtual IP, whoever sent it and whoever answers? Such packets are the stack's business alone.
     *
     * @param packet that is valid
     * @return true if its target or its sender is one of ours
     */
    public boolean concernsVirtualIp(final ArpPacket packet) {
        return virtualIps.contains(packet.targetIp()) || virtualIps.contains(packet.senderIp());
    }

    /**
     * Writes the reply to a request, if there is to be one. A probe (sender 0.0.0.0, RFC 5227) is answered; a gratuitous ARP of another node for
     * a virtual IP is not: VRRP settles that.
     *
     * @param state of the virtual router
     * @param request that is valid
     * @param frame to write to, with room for {@link #FRAME_LENGTH}; not where the request is
     * @param offset of its first byte
     * @return length of the reply in bytes, 0 if there is none
     */
    public int respond(
            final VirtualRouterState state,
            final ArpPacket request,
            final MutableDirectBuffer frame,
            final int offset) {
        final long requesterMac = request.senderMac();
        if (state != VirtualRouterState.MASTER
                || request.opcode() != ArpPacket.REQUEST
                || !virtualIps.contains(request.targetIp())
                || request.senderIp() == request.targetIp()
                || MacAddress.isGroup(requesterMac)
                || requesterMac == localMac) {
            return 0;
        }
        ethernet.wrap(frame, offset, FRAME_LENGTH);
        ethernet.destination(requesterMac).source(localMac).etherType(EtherType.ARP);
        reply.wrap(frame, offset + EthernetFrame.HEADER_LENGTH, ArpPacket.LENGTH)
                .header(ArpPacket.REPLY)
                .sender(localMac, request.targetIp())
                .target(requesterMac, request.senderIp());
        return FRAME_LENGTH;
    }
}
