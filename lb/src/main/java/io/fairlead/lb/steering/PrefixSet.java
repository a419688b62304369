package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.Ipv6Address;
import java.util.List;

/** A few prefixes of both families, of which a frame's address may be in one. Immutable; asking allocates nothing. */
final class PrefixSet {

    /** In an IPv4-mapped address (RFC 4291 section 2.5.5.2) the IPv4 address comes behind so many bits. */
    private static final int MAPPED_BITS = 96;

    private final long[] highMasks;
    private final long[] lowMasks;
    private final long[] highs;
    private final long[] lows;
    private final boolean[] areIpv6;

    PrefixSet(final List<IpPrefix> prefixes) {
        final int size = prefixes.size();
        highMasks = new long[size];
        lowMasks = new long[size];
        highs = new long[size];
        lows = new long[size];
        areIpv6 = new boolean[size];
        for (int i = 0; i < size; i++) {
            final IpPrefix prefix = prefixes.get(i);
            areIpv6[i] = prefix.address().isIpv6();
            final int bits = prefix.length() + (areIpv6[i] ? 0 : MAPPED_BITS);
            highMasks[i] = Ipv6Address.mask(bits);
            lowMasks[i] = Ipv6Address.mask(bits - Long.SIZE);
            highs[i] = prefix.network().high();
            lows[i] = prefix.network().mappedLow();
        }
    }

    /** Is the address in one of them? IPv4 in IPv4-mapped form. */
    boolean contains(final long high, final long low) {
        for (int i = 0; i < highs.length; i++) {
            // ::/0 is all of IPv6, not of IPv4 too
            if (areIpv6[i] != Ipv6Address.isIpv4Mapped(high, low)
                    && (high & highMasks[i]) == highs[i]
                    && (low & lowMasks[i]) == lows[i]) {
                return true;
            }
        }
        return false;
    }
}
