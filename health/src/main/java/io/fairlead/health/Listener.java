package io.fairlead.health;

import io.fairlead.netstack.wire.IpAddress;

/**
 * A socket of this machine that listens on the port of a proxy.
 *
 * @param address at which; unspecified for all addresses of its family
 * @param waiting connections that its program has not accepted yet
 */
public record Listener(IpAddress address, int waiting) {}
