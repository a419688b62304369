package io.fairlead.vrrp;

import io.fairlead.netstack.wire.Ipv4Address;

/**
 * An address of a router or a virtual IP, as the state machine needs it: equality, order and text. Ordered as RFC 3768 section 6.4.3
 * compares primary addresses: as unsigned numbers in network byte order. IPv4 only for now; the form on the wire is known to the codecs alone, so
 * that the other family is a matter of this class and of them.
 */
public final class IpAddress implements Comparable<IpAddress> {

    private final int ipv4;

    private IpAddress(final int ipv4) {
        this.ipv4 = ipv4;
    }

    /**
     * Of the data path's form.
     *
     * @param address see {@link Ipv4Address}
     * @return the same address
     */
    public static IpAddress ofIpv4(final int address) {
        return new IpAddress(address);
    }

    /**
     * Parses a dotted quad.
     *
     * @param text as {@link Ipv4Address#parse} takes it
     * @return the address
     * @throws IllegalArgumentException if the text has another form
     */
    public static IpAddress parse(final String text) {
        return new IpAddress(Ipv4Address.parse(text));
    }

    /**
     * The data path's form.
     *
     * @return see {@link Ipv4Address}
     */
    public int ipv4() {
        return ipv4;
    }

    @Override
    public int compareTo(final IpAddress other) {
        return Integer.compareUnsigned(ipv4, other.ipv4);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof IpAddress address && address.ipv4 == ipv4;
    }

    @Override
    public int hashCode() {
        return ipv4;
    }

    @Override
    public String toString() {
        return Ipv4Address.format(ipv4);
    }
}
