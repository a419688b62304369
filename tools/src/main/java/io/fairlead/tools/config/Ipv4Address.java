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
        try {
            return Optional.of(new Ipv4Address(io.fairlead.netstack.wire.Ipv4Address.parse(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether one host can have it: not this network (0/8), loopback (127/8), multicast, reserved or broadcast (224/3). */
    boolean isUnicast() {
        int first = value >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    @Override
    public String toString() {
        return io.fairlead.netstack.wire.Ipv4Address.format(value);
    }
}
