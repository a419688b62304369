package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.NeighborMessage;

/**
 * What is asked or told about a virtual IP: the conductor's business alone, since the kernel would answer for every VIP that it takes for its own,
 * which is every node's kernel. One data-path thread; allocates nothing.
 */
final class AddressClaims {

    private final ArpPacket arp = new ArpPacket();
    private final NeighborMessage neighbor = new NeighborMessage();

    /** Is the ARP packet in the view about one of these? */
    boolean isArpAbout(final VirtualIps virtualIps, final PacketView view) {
        arp.wrap(view.buffer(), view.ethernet.payloadIndex(), view.ethernet.payloadLength());
        return arp.isValid() && (virtualIps.contains(arp.targetIp()) || virtualIps.contains(arp.senderIp()));
    }

    /**
     * A kernel that answers from a VIP asks for its neighbours in the VIP's name: that would teach them a wrong MAC address, and the answer would be
     * about a VIP, and not reach it.
     *
     * @param own address to ask in the name of instead
     * @return whether it was so
     */
    boolean correctArpSender(final VirtualIps virtualIps, final int own, final PacketView view) {
        arp.wrap(view.buffer(), view.ethernet.payloadIndex(), view.ethernet.payloadLength());
        if (!arp.isValid() || !virtualIps.contains(arp.senderIp())) {
            return false;
        }
        arp.senderIp(own);
        return true;
    }

    /** Is the IPv6 packet in the view, already parsed, a solicitation or an advertisement of a neighbour that is about one of these? */
    boolean isNeighborMessageAbout(final VirtualIps virtualIps, final PacketView view) {
        if (view.protocol() != IpProtocol.ICMPV6) {
            return false;
        }
        neighbor.wrap(view.buffer(), view.ip6.upperLayerIndex(), view.ip6.upperLayerLength());
        return neighbor.isValid() && virtualIps.contains(neighbor.targetHigh(), neighbor.targetLow());
    }
}
