package io.fairlead.netstack.wire;

/**
 * IPv4 addresses as {@code int}: the first byte on the wire is the most significant one, so 10.51.0.1 is 0x0A330001. Order them with
 * {@link Integer#compareUnsigned}.
 */
public final class Ipv4Address {

    /** Bytes of an IPv4 address on the wire. */
    public static final int LENGTH = 4;

    private Ipv4Address() {}

    /**
     * Parses a dotted quad; no name is ever looked up.
     *
     * @param text four decimal numbers 0-255, without leading zeros, with dots
     * @return the address
     * @throws IllegalArgumentException if the text has another form
     */
    public static int parse(final String text) {
        int address = 0;
        int octets = 0;
        int start = 0;
        while (octets < 4) {
            int end = text.indexOf('.', start);
            if (end < 0) {
                end = text.length();
            }
            address = (address << 8) | octet(text, start, end);
            octets++;
            start = end + 1;
            if (end == text.length()) {
                break;
            }
        }
        if (octets != 4 || start != text.length() + 1) {
            throw notAnAddress(text);
        }
        return address;
    }

    private static int octet(final String text, final int start, final int end) {
        final int digits = end - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            throw notAnAddress(text);
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw notAnAddress(text);
            }
            value = value * 10 + (c - '0');
        }
        if (value > 255) {
            throw notAnAddress(text);
        }
        return value;
    }

    private static IllegalArgumentException notAnAddress(final String text) {
        return new IllegalArgumentException(
                "not an IPv4 address: '" + text + "' (expected four numbers 0-255 like 10.51.0.1)");
    }

    /**
     * Formats an address as a dotted quad. Allocates.
     *
     * @param address to format
     * @return its text
     */
    public static String format(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "." + (address & 0xFF);
    }

    /**
     * Is this a group address, 224.0.0.0/4?
     *
     * @param address to look at
     * @return true for multicast
     */
    public static boolean isMulticast(final int address) {
        return address >>> 28 == 0xE;
    }

    /**
     * The network mask of a prefix.
     *
     * @param prefixLength 0 to 32
     * @return the mask
     */
    public static int mask(final int prefixLength) {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is outside 0-32");
        }
        return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }
}
