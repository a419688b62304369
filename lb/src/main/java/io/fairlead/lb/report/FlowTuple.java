package io.fairlead.lb.report;

/**
 * A flow as the client sees it.
 *
 * @param protocol IP protocol number
 * @param clientAddress IPv4
 * @param clientPort 0-65535
 * @param destinationAddress IPv4, before any translation
 * @param destinationPort 0-65535, before any translation
 */
public record FlowTuple(int protocol, int clientAddress, int clientPort, int destinationAddress, int destinationPort) {}
