package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * 48-bit MAC addresses as {@code long}: the first byte on the wire is bits 47..40, bits 63..48 are zero. Nothing here allocates but
 * {@link #format} and what {@link #parse} throws.
 */
public final class MacAddress {

    /** Bytes of a MAC address on the wire. */
    public static final int LENGTH = 6;

    /** ff:ff:ff:ff:ff:ff. */
    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private static final long GROUP_BIT = 0x0100_0000_0000L;

    private MacAddress() {}

    /**
     * Reads the six bytes at {@code index}.
     *
     * @param buffer to read from
     * @param index of the first byte
     * @return the address
     */
    public static long get(final DirectBuffer buffer, final int index) {
        return ((buffer.getShort(index, BIG_ENDIAN) & 0xFFFFL) << 32)
                | (buffer.getInt(index + 2, BIG_ENDIAN) & 0xFFFF_FFFFL);
    }

    /**
     * Writes the six bytes at {@code index}.
     *
     * @param buffer to write to
     * @param index of the first byte
     * @param address to write
     */
    public static void put(final MutableDirectBuffer buffer, final int index, final long address) {
        buffer.putShort(index, (short) (address >>> 32), BIG_ENDIAN);
        buffer.putInt(index + 2, (int) address, BIG_ENDIAN);
    }

    /**
     * Is the group bit set, that is, is this a multicast or the broadcast address?
     *
     * @param address to look at
     * @return true for multicast and broadcast
     */
    public static boolean isGroup(final long address) {
        return (address & GROUP_BIT) != 0;
    }

    /**
     * The Ethernet group address of an IPv4 group (RFC 1112 section 6.4).
     *
     * @param ipv4Group the IPv4 multicast address
     * @return 01:00:5e and the low 23 bits of the group
     */
    public static long ofIpv4Group(final int ipv4Group) {
        return 0x0100_5E00_0000L | (ipv4Group & 0x7F_FFFF);
    }

    /**
     * The Ethernet group address of an IPv6 group (RFC 2464 section 7).
     *
     * @param ipv6GroupLow the last eight bytes of the IPv6 multicast address, see {@link Ipv6Address}
     * @return 33:33 and the low 32 bits of the group
     */
    public static long ofIpv6Group(final long ipv6GroupLow) {
        return 0x3333_0000_0000L | (ipv6GroupLow & 0xFFFF_FFFFL);
    }

    /**
     * Parses {@code aa:bb:cc:dd:ee:ff}.
     *
     * @param text six pairs of hexadecimal digits with colons
     * @return the address
     * @throws IllegalArgumentException if the text has another form
     */
    public static long parse(final String text) {
        if (text.length() != 17) {
            throw notAnAddress(text);
        }
        long address = 0;
        for (int i = 0; i < 17; i++) {
            final char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != ':') {
                    throw notAnAddress(text);
                }
            } else {
                // Character.digit knows the digits of all scripts; only ASCII ones are meant
                final int digit = c < 0x80 ? Character.digit(c, 16) : -1;
                if (digit < 0) {
                    throw notAnAddress(text);
                }
                address = (address << 4) | digit;
            }
        }
        return address;
    }

    private static IllegalArgumentException notAnAddress(final String text) {
        return new IllegalArgumentException("not a MAC address: '" + text + "' (expected aa:bb:cc:dd:ee:ff)");
    }

    /**
     * Formats an address as {@code aa:bb:cc:dd:ee:ff}. Allocates.
     *
     * @param address to format
     * @return its text
     */
    public static String format(final long address) {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            final int octet = (int) (address >>> shift) & 0xFF;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xF, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
