package io.fairlead.netstack.wire;

/**
 * An address of either family, as protocol machines need it: equality, order and text. The data path uses the numbers of {@link Ipv4Address} and
 * {@link Ipv6Address} instead.
 *
 * <p>Ordered as VRRP compares primary addresses (RFC 9568 section 6.4.3): as unsigned numbers in network byte order; all of IPv4 before all of IPv6.
 * Immutable.
 */
public final class IpAddress implements Comparable<IpAddress> {

    private final boolean isIpv6;
    private final long high;
    private final long low;

    private IpAddress(final boolean isIpv6, final long high, final long low) {
        this.isIpv6 = isIpv6;
        this.high = high;
        this.low = low;
    }

    /**
     * Of the data path's form.
     *
     * @param address see {@link Ipv4Address}
     * @return the same address
     */
    public static IpAddress ofIpv4(final int address) {
        return new IpAddress(false, 0, Integer.toUnsignedLong(address));
    }

    /**
     * Of the data path's form.
     *
     * @param high first eight bytes, see {@link Ipv6Address}
     * @param low last eight bytes
     * @return the same address
     */
    public static IpAddress ofIpv6(final long high, final long low) {
        return new IpAddress(true, high, low);
    }

    /**
     * Of the form in which tables hold both families.
     *
     * @param high first half
     * @param low second half
     * @return the IPv4 address if {@link Ipv6Address#isIpv4Mapped} says that this stands for one, else the IPv6 address
     */
    public static IpAddress ofMapped(final long high, final long low) {
        return Ipv6Address.isIpv4Mapped(high, low) ? ofIpv4((int) low) : ofIpv6(high, low);
    }

    /**
     * Can this be the address of one host, that is neither a group nor unspecified?
     *
     * @param high first half
     * @param low second half; IPv4 in IPv4-mapped form
     * @return true if so
     */
    public static boolean isUnicast(final long high, final long low) {
        if (Ipv6Address.isIpv4Mapped(high, low)) {
            return (int) low != 0 && !Ipv4Address.isMulticast((int) low);
        }
        return (high != 0 || low != 0) && high >>> 56 != 0xFF;
    }

    /**
     * Parses an address; no name is ever looked up.
     *
     * @param text as {@link Ipv4Address#parse} or {@link Ipv6Address#parse} takes it
     * @return the address
     * @throws IllegalArgumentException if the text has another form
     */
    public static IpAddress parse(final String text) {
        return text.indexOf(':') < 0 ? ofIpv4(Ipv4Address.parse(text)) : Ipv6Address.parse(text);
    }

    /**
     * Which family?
     *
     * @return true for IPv6
     */
    public boolean isIpv6() {
        return isIpv6;
    }

    /**
     * The data path's form of an IPv4 address.
     *
     * @return see {@link Ipv4Address}
     * @throws IllegalStateException for an IPv6 address
     */
    public int ipv4() {
        if (isIpv6) {
            throw new IllegalStateException(this + " is not an IPv4 address");
        }
        return (int) low;
    }

    /**
     * The first eight bytes of an IPv6 address.
     *
     * @return network byte order; 0 for IPv4
     */
    public long high() {
        return high;
    }

    /**
     * The last eight bytes of an IPv6 address.
     *
     * @return network byte order; for IPv4 the address
     */
    public long low() {
        return low;
    }

    /**
     * The second half of the form in which tables hold both families; {@link #high} is its first half for both.
     *
     * @return see {@link Ipv6Address#mappedLow} for IPv4, else {@link #low}
     */
    public long mappedLow() {
        return isIpv6 ? low : Ipv6Address.mappedLow((int) low);
    }

    /**
     * Bytes on the wire.
     *
     * @return 4 or 16
     */
    public int length() {
        return isIpv6 ? Ipv6Address.LENGTH : Ipv4Address.LENGTH;
    }

    /**
     * Is this an IPv6 link-local address, fe80::/10? (An IPv4 one, 169.254.0.0/16, plays no part in VRRP.)
     *
     * @return true if so
     */
    public boolean isLinkLocalIpv6() {
        return isIpv6 && high >>> 54 == 0xFE80 >>> 6;
    }

    /**
     * Is this a group address?
     *
     * @return true for 224.0.0.0/4 and ff00::/8
     */
    public boolean isMulticast() {
        return isIpv6 ? high >>> 56 == 0xFF : Ipv4Address.isMulticast((int) low);
    }

    /**
     * Is it an address that only says that there is none?
     *
     * @return true for 0.0.0.0 and ::
     */
    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    @Override
    public int compareTo(final IpAddress other) {
        if (isIpv6 != other.isIpv6) {
            return isIpv6 ? 1 : -1;
        }
        final int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof IpAddress address
                && address.isIpv6 == isIpv6
                && address.high == high
                && address.low == low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high) * 31 + Long.hashCode(low);
    }

    @Override
    public String toString() {
        return isIpv6 ? Ipv6Address.format(high, low) : Ipv4Address.format((int) low);
    }
}
