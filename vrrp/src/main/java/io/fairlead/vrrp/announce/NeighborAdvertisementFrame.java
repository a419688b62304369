package io.fairlead.vrrp.announce;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.netstack.wire.NeighborMessage;
import org.agrona.MutableDirectBuffer;

/** A neighbour advertisement for a virtual IP as a whole Ethernet frame; its source is the virtual IP itself, as keepalived has it. */
final class NeighborAdvertisementFrame {

    static final int LENGTH = EthernetFrame.HEADER_LENGTH + Ipv6Packet.HEADER_LENGTH + NeighborMessage.LENGTH;

    /** ff02::1. */
    static final IpAddress ALL_NODES = IpAddress.ofIpv6(0xFF02_0000_0000_0000L, 1);

    /** 33:33:00:00:00:01. */
    static final long ALL_NODES_MAC = MacAddress.ofIpv6Group(ALL_NODES.low());

    private final long localMac;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final NeighborMessage message = new NeighborMessage();

    NeighborAdvertisementFrame(final long localMac) {
        this.localMac = localMac;
    }

    int write(
            final IpAddress virtualIp,
            final int flags,
            final IpAddress destination,
            final long destinationMac,
            final MutableDirectBuffer frame,
            final int offset) {
        ethernet.wrap(frame, offset, LENGTH);
        ethernet.destination(destinationMac).source(localMac).etherType(EtherType.IPV6);
        ipv6.wrap(frame, offset + EthernetFrame.HEADER_LENGTH, Ipv6Packet.HEADER_LENGTH + NeighborMessage.LENGTH)
                .header(
                        0,
                        NeighborMessage.HOP_LIMIT,
                        IpProtocol.ICMPV6,
                        virtualIp,
                        destination,
                        NeighborMessage.LENGTH);
        message.wrap(frame, ipv6.upperLayerIndex(), NeighborMessage.LENGTH)
                .message(NeighborMessage.ADVERTISEMENT, flags, virtualIp, localMac)
                .updateChecksum(ipv6.pseudoHeader());
        return LENGTH;
    }
}
