package io.fairlead.tools.config;

/**
 * An IPv4 address together with the length of its subnet's prefix, as interfaces carry it.
 *
 * @param address the address itself, host bits kept
 * @param length 0-32
 */
public record Ipv4Prefix(Ipv4Address address, int length) {

    /**
     * Whether an address is in this subnet.
     *
     * @param other any address
     * @return true if the first {@link #length} bits agree
     */
    public boolean contains(Ipv4Address other) {
        return (other.value() & mask()) == network();
    }

    /** Whether an address is the subnet's own number or its broadcast, neither of which a host can have (RFC 3021 frees /31). */
    boolean reserves(Ipv4Address other) {
        return length < 31 && (other.value() == network() || other.value() == (network() | ~mask()));
    }

    private int network() {
        return address.value() & mask();
    }

    private int mask() {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
