package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.ArpPacket;
import org.agrona.MutableDirectBuffer;

/**
 * What is asked or told about a virtual IP: the conductor's business alone, since the kernel would answer for every VIP that it takes for its own,
 * which is every node's kernel. One data-path thread; allocates nothing.
 */
final class AddressClaims {

    private final ArpPacket arp = new ArpPacket();

    /** Is the ARP packet in the view about one of these? */
    boolean isArpAbout(final VirtualIps virtualIps, final PacketView view, final MutableDirectBuffer buffer) {
        arp.wrap(buffer, view.ethernet.payloadIndex(), view.ethernet.payloadLength());
        return arp.isValid() && (virtualIps.contains(arp.targetIp()) || virtualIps.contains(arp.senderIp()));
    }
}
