package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv6Address;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** The VIPs of a node, few enough to be looked through. Immutable; looking allocates nothing. */
public final class VirtualIps {

    /** No VIP. */
    public static final VirtualIps NONE = new VirtualIps(List.of(), List.of());

    private final int[] ipv4;
    private final int[] closedIpv4;
    private final long[] ipv6;
    private final long[] closedIpv6;

    /**
     * Copies the addresses.
     *
     * @param addresses all VIPs, of both families
     * @param closed those of them that take nothing but the traffic of redirects: accept mode is off (RFC 9568 section 6.1)
     */
    public VirtualIps(final Collection<IpAddress> addresses, final Collection<IpAddress> closed) {
        ipv4 = ipv4(addresses);
        closedIpv4 = ipv4(closed);
        ipv6 = ipv6(addresses);
        closedIpv6 = ipv6(closed);
    }

    private static int[] ipv4(final Collection<IpAddress> addresses) {
        return addresses.stream()
                .filter(address -> !address.isIpv6())
                .mapToInt(IpAddress::ipv4)
                .toArray();
    }

    private static long[] ipv6(final Collection<IpAddress> addresses) {
        return addresses.stream()
                .filter(IpAddress::isIpv6)
                .flatMapToLong(address -> LongStream.of(address.high(), address.low()))
                .toArray();
    }

    /**
     * Is this one of the VIPs?
     *
     * @param address IPv4
     * @return true if it is
     */
    public boolean contains(final int address) {
        return contains(ipv4, address);
    }

    /**
     * Is this one of the VIPs?
     *
     * @param high first half of an IPv6 address
     * @param low second half
     * @return true if it is
     */
    public boolean contains(final long high, final long low) {
        return contains(ipv6, high, low);
    }

    /**
     * Is this a VIP that takes nothing but the traffic of redirects?
     *
     * @param address IPv4
     * @return true if it is
     */
    public boolean isClosed(final int address) {
        return contains(closedIpv4, address);
    }

    /**
     * Is this a VIP that takes nothing but the traffic of redirects?
     *
     * @param high first half of an IPv6 address
     * @param low second half
     * @return true if it is
     */
    public boolean isClosed(final long high, final long low) {
        return contains(closedIpv6, high, low);
    }

    /** Is the destination of a parsed packet one of the VIPs? */
    boolean isDestinationOf(final PacketView view) {
        return view.isIpv6()
                ? contains(view.destinationHigh(), view.destinationLow())
                : contains((int) view.destinationLow());
    }

    /**
     * Is this one of the VIPs?
     *
     * @param high first half of an address
     * @param low second half; IPv4 in IPv4-mapped form
     * @return true if it is
     */
    boolean containsMapped(final long high, final long low) {
        return Ipv6Address.isIpv4Mapped(high, low) ? contains((int) low) : contains(high, low);
    }

    private static boolean contains(final int[] addresses, final int wanted) {
        for (final int address : addresses) {
            if (address == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(final long[] halves, final long high, final long low) {
        for (int i = 0; i < halves.length; i += 2) {
            if (halves[i] == high && halves[i + 1] == low) {
                return true;
            }
        }
        return false;
    }
}
