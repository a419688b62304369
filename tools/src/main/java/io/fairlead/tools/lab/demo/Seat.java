package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Client;

/**
 * Which node serves a client address; it stays so, for clients are sticky.
 *
 * @param client the client
 * @param source one of its addresses
 * @param servedBy name of the node that serves this address
 */
record Seat(Client client, String source, String servedBy) {}
