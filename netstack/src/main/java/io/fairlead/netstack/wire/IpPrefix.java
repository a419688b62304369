package io.fairlead.netstack.wire;

/**
 * An address of either family together with the length of its subnet's prefix, as interfaces carry it.
 *
 * @param address the address itself, host bits kept
 * @param length 0-32, 0-128 for IPv6
 */
public record IpPrefix(IpAddress address, int length) {

    /** Checks the length. */
    public IpPrefix {
        if (length < 0 || length > bitsOf(address)) {
            throw new IllegalArgumentException(
                    "prefix length " + length + " of " + address + " is outside 0-" + bitsOf(address));
        }
    }

    /**
     * Bits of an address.
     *
     * @param address of either family
     * @return 32 or 128
     */
    public static int bitsOf(final IpAddress address) {
        return address.length() * Byte.SIZE;
    }

    /**
     * Whether an address is in this subnet.
     *
     * @param other any address
     * @return true if it is of the same family and the first {@link #length} bits agree
     */
    public boolean contains(final IpAddress other) {
        return other.isIpv6() == address.isIpv6() && firstIn(other).equals(network());
    }

    /**
     * Whether an address is one that no host can have: the subnet's own number (in IPv6 the anycast address of its routers, RFC 4291 section
     * 2.6.1), or in IPv4 its broadcast. Prefixes with two addresses or one have neither (RFC 3021, RFC 6164).
     *
     * @param other any address
     * @return true if it is in this subnet and no host's
     */
    public boolean reserves(final IpAddress other) {
        if (!contains(other) || length >= bitsOf(address) - 1) {
            return false;
        }
        return other.equals(network())
                || (!other.isIpv6() && other.ipv4() == (network().ipv4() | ~Ipv4Address.mask(length)));
    }

    /**
     * The subnet's own number, which has no host bits.
     *
     * @return an address of the same family
     */
    public IpAddress network() {
        return firstIn(address);
    }

    private IpAddress firstIn(final IpAddress other) {
        return other.isIpv6()
                ? IpAddress.ofIpv6(
                        other.high() & Ipv6Address.mask(length), other.low() & Ipv6Address.mask(length - Long.SIZE))
                : IpAddress.ofIpv4(other.ipv4() & Ipv4Address.mask(length));
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
