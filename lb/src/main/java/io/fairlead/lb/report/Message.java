package io.fairlead.lb.report;

/**
 * A message as it was read.
 *
 * @param header who says it
 * @param handshake may come with any type
 * @param body what it says
 */
public record Message(Header header, Handshake handshake, Body body) {}
