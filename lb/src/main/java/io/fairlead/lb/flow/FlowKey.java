package io.fairlead.lb.flow;

/**
 * What identifies a flow: client, destination as the client wrote it, and the transport protocol. Mutable and reused; IPv4
 * addresses stand in the IPv4-mapped form of RFC 4291 section 2.5.5.2, so that IPv6 needs no second table.
 */
public final class FlowKey {

    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

    private long clientHigh;
    private long clientLow;
    private long destinationHigh;
    private long destinationLow;
    private long tuple;

    /**
     * Sets an IPv4 flow.
     *
     * @param client address
     * @param clientPort 16 bits
     * @param destination address
     * @param destinationPort 16 bits
     * @param protocol IP protocol number
     * @return this
     */
    public FlowKey ipv4(
            final int client,
            final int clientPort,
            final int destination,
            final int destinationPort,
            final int protocol) {
        clientHigh = 0;
        clientLow = ipv4Mapped(client);
        destinationHigh = 0;
        destinationLow = ipv4Mapped(destination);
        tuple = tuple(clientPort, destinationPort, protocol);
        return this;
    }

    FlowKey words(
            final long newClientHigh,
            final long newClientLow,
            final long newDestinationHigh,
            final long newDestinationLow,
            final long newTuple) {
        clientHigh = newClientHigh;
        clientLow = newClientLow;
        destinationHigh = newDestinationHigh;
        destinationLow = newDestinationLow;
        tuple = newTuple;
        return this;
    }

    static long ipv4Mapped(final int address) {
        return IPV4_MAPPED | (address & 0xFFFF_FFFFL);
    }

    static long tuple(final int clientPort, final int destinationPort, final int protocol) {
        return ((long) protocol << 32) | ((long) clientPort << 16) | destinationPort;
    }

    /**
     * The client's IPv4 address.
     *
     * @return the low 32 bits
     */
    public int clientIpv4() {
        return (int) clientLow;
    }

    /**
     * The client's port.
     *
     * @return 16 bits
     */
    public int clientPort() {
        return (int) (tuple >>> 16) & 0xFFFF;
    }

    /**
     * The destination's IPv4 address, as the client wrote it.
     *
     * @return the low 32 bits
     */
    public int destinationIpv4() {
        return (int) destinationLow;
    }

    /**
     * The destination port, as the client wrote it.
     *
     * @return 16 bits
     */
    public int destinationPort() {
        return (int) tuple & 0xFFFF;
    }

    /**
     * The IP protocol number.
     *
     * @return 8 bits
     */
    public int protocol() {
        return (int) (tuple >>> 32);
    }

    long clientHigh() {
        return clientHigh;
    }

    long clientLow() {
        return clientLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    long tuple() {
        return tuple;
    }
}
