package io.fairlead.tools.config;

import java.util.Optional;

/**
 * An IPv4 address as it is written in a configuration.
 *
 * @param value network order value, 10.51.0.1 is 0x0A330001
 */
public record Ipv4Address(int value) {

    /**
     * Reads four decimal octets without leading zeros, which some programs would take for octal.
     *
     * @param text such as {@code 10.51.0.1}
     * @return empty if it is not an address
     */
    public static Optional<Ipv4Address> parse(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.empty();
        }
        int value = 0;
        for (String octet : octets) {
            if (!octet.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(octet) > 255) {
                return Optional.empty();
            }
            value = value << 8 | Integer.parseInt(octet);
        }
        return Optional.of(new Ipv4Address(value));
    }

    /** Whether one host can have it: not this network (0/8), loopback (127/8), multicast, reserved or broadcast (224/3). */
    boolean isUnicast() {
        int first = value >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    @Override
    public String toString() {
        return (value >>> 24) + "." + (value >>> 16 & 0xFF) + "." + (value >>> 8 & 0xFF) + "." + (value & 0xFF);
    }
}
