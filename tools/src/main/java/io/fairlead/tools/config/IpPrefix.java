package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.Ipv6Address;

/**
 * An address of either family together with the length of its subnet's prefix, as interfaces carry it.
 *
 * @param address the address itself, host bits kept
 * @param length 0-32, 0-128 for IPv6
 */
public record IpPrefix(IpAddress address, int length) {

    private static final int BITS_OF_HALF = Long.SIZE;

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
    static int bitsOf(IpAddress address) {
        return address.length() * Byte.SIZE;
    }

    /**
     * Whether an address is in this subnet.
     *
     * @param other any address
     * @return true if it is of the same family and the first {@link #length} bits agree
     */
    public boolean contains(IpAddress other) {
        return other.isIpv6() == address.isIpv6() && firstIn(other).equals(network());
    }

    /**
     * Whether an address is one that no host can have: the subnet's own number (in IPv6 the anycast address of its routers, RFC 4291 section
     * 2.6.1), or in IPv4 its broadcast. Prefixes with two addresses or one have neither (RFC 3021, RFC 6164).
     */
    boolean reserves(IpAddress other) {
        if (!contains(other) || length >= bitsOf(address) - 1) {
            return false;
        }
        return other.equals(network())
                || (!other.isIpv6() && other.ipv4() == (network().ipv4() | ~Ipv4Address.mask(length)));
    }

    /** The subnet's own number, which has no host bits. */
    IpAddress network() {
        return firstIn(address);
    }

    private IpAddress firstIn(IpAddress other) {
        return other.isIpv6()
                ? IpAddress.ofIpv6(other.high() & mask(length), other.low() & mask(length - BITS_OF_HALF))
                : IpAddress.ofIpv4(other.ipv4() & Ipv4Address.mask(length));
    }

    /** As many leading ones as fit into half an {@link Ipv6Address}. */
    private static long mask(int ones) {
        return ones <= 0 ? 0 : -1L << Math.max(0, BITS_OF_HALF - ones);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
