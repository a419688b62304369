package io.fairlead.tapio;

import io.fairlead.netstack.wire.IpAddress;

/**
 * A TCP socket that listens.
 *
 * @param address at which; unspecified for all addresses: of IPv4, or of IPv6 and unless it was told otherwise of IPv4 too
 * @param port at which
 * @param waiting connections that its program has not accepted yet
 */
public record TcpListener(IpAddress address, int port, int waiting) {}
