package io.fairlead.netstack.wire;

/**
 * IPv6 addresses as two {@code long}s: the first byte on the wire is the most significant one of the high half. Order them with
 * {@link Long#compareUnsigned}, high half first.
 */
public final class Ipv6Address {

    /** Bytes of an IPv6 address on the wire. */
    public static final int LENGTH = 16;

    private static final int GROUPS = 8;
    private static final int GROUPS_OF_IPV4 = 2;
    private static final int MAX_DIGITS = 4;

    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

    private Ipv6Address() {}

    /**
     * The second half of the IPv4-mapped form of an IPv4 address (RFC 4291 section 2.5.5.2); the first half is 0.
     *
     * @param ipv4 see {@link Ipv4Address}
     * @return the low half
     */
    public static long mappedLow(final int ipv4) {
        return IPV4_MAPPED | (ipv4 & 0xFFFF_FFFFL);
    }

    /**
     * Is this the IPv4-mapped form of an IPv4 address?
     *
     * @param high first half
     * @param low second half
     * @return true if it stands for one
     */
    public static boolean isIpv4Mapped(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /**
     * The mask of a prefix for the first half of an address; for the second half it takes 64 less.
     *
     * @param ones how many bits the prefix reaches from here, negative also
     * @return as many leading ones as fit into a half
     */
    public static long mask(final int ones) {
        return ones <= 0 ? 0 : -1L << Math.max(0, Long.SIZE - ones);
    }

    /**
     * Parses the text form of RFC 4291 section 2.2, with {@code ::} and a dotted quad at the end, without zone; no name is ever looked up.
     *
     * @param text like fe80::1
     * @return the address
     * @throws IllegalArgumentException if the text has another form
     */
    public static IpAddress parse(final String text) {
        final int gap = text.indexOf("::");
        if (gap < 0) {
            final int[] groups = groups(text, text);
            if (groups.length != GROUPS) {
                throw notAnAddress(text);
            }
            return of(groups, new int[0]);
        }
        final int[] before = groups(text.substring(0, gap), text);
        final int[] after = groups(text.substring(gap + 2), text);
        // the gap stands for one group at least (RFC 5952 section 4.2.2 would have that one written out, but reads it)
        if (before.length + after.length >= GROUPS) {
            throw notAnAddress(text);
        }
        return of(before, after);
    }

    private static int[] groups(final String part, final String text) {
        if (part.isEmpty()) {
            return new int[0];
        }
        final String[] words = part.split(":", -1);
        final boolean endsInIpv4 = text.endsWith(part) && words[words.length - 1].indexOf('.') >= 0;
        final int[] groups = new int[words.length + (endsInIpv4 ? GROUPS_OF_IPV4 - 1 : 0)];
        if (groups.length > GROUPS) {
            throw notAnAddress(text);
        }
        final int hexadecimal = endsInIpv4 ? words.length - 1 : words.length;
        for (int i = 0; i < hexadecimal; i++) {
            groups[i] = group(words[i], text);
        }
        if (endsInIpv4) {
            final int ipv4 = ipv4(words[hexadecimal], text);
            groups[hexadecimal] = ipv4 >>> 16;
            groups[hexadecimal + 1] = ipv4 & 0xFFFF;
        }
        return groups;
    }

    private static int group(final String word, final String text) {
        if (word.isEmpty() || word.length() > MAX_DIGITS) {
            throw notAnAddress(text);
        }
        int value = 0;
        for (int i = 0; i < word.length(); i++) {
            final int digit = Character.digit(word.charAt(i), 16);
            if (digit < 0 || word.charAt(i) > 'f') {
                throw notAnAddress(text);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int ipv4(final String word, final String text) {
        try {
            return Ipv4Address.parse(word);
        } catch (final IllegalArgumentException e) {
            throw notAnAddress(text);
        }
    }

    private static IpAddress of(final int[] before, final int[] after) {
        final int[] groups = new int[GROUPS];
        System.arraycopy(before, 0, groups, 0, before.length);
        System.arraycopy(after, 0, groups, GROUPS - after.length, after.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + GROUPS / 2];
        }
        return IpAddress.ofIpv6(high, low);
    }

    private static IllegalArgumentException notAnAddress(final String text) {
        return new IllegalArgumentException("not an IPv6 address: '" + text
                + "' (expected up to eight groups of hexadecimal digits like fe80::1, without a zone)");
    }

    /**
     * Formats an address in the canonical form of RFC 5952 section 4: lower case, no leading zeros, the longest run of two or more zero
     * groups as {@code ::}, the first of equal ones. Allocates.
     *
     * @param high first eight bytes
     * @param low last eight bytes
     * @return its text
     */
    public static String format(final long high, final long low) {
        int gapStart = GROUPS;
        int gapLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && group(high, low, end) == 0) {
                end++;
            }
            if (end - start > gapLength) {
                gapStart = start;
                gapLength = end - start;
            }
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (i > 0 && i != gapStart + gapLength) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int group(final long high, final long low, final int index) {
        final long half = index < GROUPS / 2 ? high : low;
        final int groupsBehind = GROUPS / 2 - 1 - index % (GROUPS / 2);
        return (int) (half >>> (16 * groupsBehind)) & 0xFFFF;
    }
}
