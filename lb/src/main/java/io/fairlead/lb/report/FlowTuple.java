package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;

/**
 * A flow as the client sees it.
 *
 * @param protocol IP protocol number
 * @param client address of the client
 * @param clientPort 0-65535
 * @param destination address of the same family, before any translation; a tuple of two families is one that every reader refuses
 * @param destinationPort 0-65535, before any translation
 */
public record FlowTuple(int protocol, IpAddress client, int clientPort, IpAddress destination, int destinationPort) {}
