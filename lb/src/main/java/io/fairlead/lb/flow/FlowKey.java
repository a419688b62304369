package io.fairlead.lb.flow;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv6Address;

/**
 * What identifies a flow: client, destination as the client wrote it, and the transport protocol. Mutable and reused; IPv4
 * addresses stand in the IPv4-mapped form of RFC 4291 section 2.5.5.2, so that IPv6 needs no second table.
 */
public final class FlowKey {

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
        clientLow = Ipv6Address.mappedLow(client);
        destinationHigh = 0;
        destinationLow = Ipv6Address.mappedLow(destination);
        tuple = tuple(clientPort, destinationPort, protocol);
        return this;
    }

    /**
     * Sets a flow of either family.
     *
     * @param newClientHigh first half of the client's address
     * @param newClientLow second half; IPv4 in IPv4-mapped form
     * @param clientPort 16 bits
     * @param newDestinationHigh first half of the destination's address
     * @param newDestinationLow second half
     * @param destinationPort 16 bits
     * @param protocol IP protocol number
     * @return this
     */
    public FlowKey ipv6(
            final long newClientHigh,
            final long newClientLow,
            final int clientPort,
            final long newDestinationHigh,
            final long newDestinationLow,
            final int destinationPort,
            final int protocol) {
        return words(
                newClientHigh,
                newClientLow,
                newDestinationHigh,
                newDestinationLow,
                tuple(clientPort, destinationPort, protocol));
    }

    /**
     * Sets a flow of either family, for the conductor.
     *
     * @param client address
     * @param clientPort 16 bits
     * @param destination address of the same family
     * @param destinationPort 16 bits
     * @param protocol IP protocol number
     * @return this
     */
    public FlowKey ip(
            final IpAddress client,
            final int clientPort,
            final IpAddress destination,
            final int destinationPort,
            final int protocol) {
        return ipv6(
                client.high(),
                client.mappedLow(),
                clientPort,
                destination.high(),
                destination.mappedLow(),
                destinationPort,
                protocol);
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

    static long tuple(final int clientPort, final int destinationPort, final int protocol) {
        return ((long) protocol << 32) | ((long) clientPort << 16) | destinationPort;
    }

    /**
     * Is it a flow of IPv6?
     *
     * @return false if the client's address is IPv4-mapped
     */
    public boolean isIpv6() {
        return !Ipv6Address.isIpv4Mapped(clientHigh, clientLow);
    }

    /**
     * The client's address, for the conductor: allocates.
     *
     * @return of either family
     */
    public IpAddress client() {
        return IpAddress.ofMapped(clientHigh, clientLow);
    }

    /**
     * The destination's address, as the client wrote it, for the conductor: allocates.
     *
     * @return of either family
     */
    public IpAddress destination() {
        return IpAddress.ofMapped(destinationHigh, destinationLow);
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

    /**
     * First half of the client's address.
     *
     * @return 64 bits
     */
    public long clientHigh() {
        return clientHigh;
    }

    /**
     * Second half of the client's address.
     *
     * @return 64 bits
     */
    public long clientLow() {
        return clientLow;
    }

    /**
     * First half of the destination's address, as the client wrote it.
     *
     * @return 64 bits
     */
    public long destinationHigh() {
        return destinationHigh;
    }

    /**
     * Second half of the destination's address, as the client wrote it.
     *
     * @return 64 bits
     */
    public long destinationLow() {
        return destinationLow;
    }

    long tuple() {
        return tuple;
    }
}
