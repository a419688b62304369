package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.IpProtocol;

/**
 * Accept mode off (RFC 9568 section 6.1, Accept_Mode): a VIP that is not this node's own address takes nothing but the traffic of redirects. ICMP
 * errors are let through, for they belong to that traffic, and so is neighbour discovery, as the RFC demands. One data-path thread; allocates nothing.
 */
final class ClosedAddresses {

    private static final int FIRST_INFORMATIONAL_ICMPV6 = 128;
    private static final int FIRST_NEIGHBOR_DISCOVERY = 133;
    private static final int LAST_NEIGHBOR_DISCOVERY = 137;

    private final IcmpMessage icmp = new IcmpMessage();

    /** Is the parsed packet, which belongs to no redirect, to be kept from the kernel? */
    boolean refuses(final VirtualIps virtualIps, final PacketView view) {
        return view.isIpv6() ? refusesIpv6(virtualIps, view) : refusesIpv4(virtualIps, view);
    }

    private boolean refusesIpv4(final VirtualIps virtualIps, final PacketView view) {
        if (!virtualIps.isClosed(view.ip.destination())) {
            return false;
        }
        if (view.protocol() != IpProtocol.ICMP) {
            return true;
        }
        icmp.wrap(view.buffer(), view.ip.payloadIndex(), view.ip.payloadLength());
        return !(icmp.isValid() && icmp.isError());
    }

    private static boolean refusesIpv6(final VirtualIps virtualIps, final PacketView view) {
        if (!virtualIps.isClosed(view.ip6.destinationHigh(), view.ip6.destinationLow())) {
            return false;
        }
        if (view.protocol() != IpProtocol.ICMPV6 || view.ip6.upperLayerLength() == 0) {
            return true;
        }
        final int type = view.buffer().getByte(view.ip6.upperLayerIndex()) & 0xFF;
        return type >= FIRST_INFORMATIONAL_ICMPV6
                && (type < FIRST_NEIGHBOR_DISCOVERY || type > LAST_NEIGHBOR_DISCOVERY);
    }
}
