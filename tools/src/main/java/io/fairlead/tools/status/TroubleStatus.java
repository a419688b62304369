package io.fairlead.tools.status;

/**
 * Something that is wrong on the wire, as the control socket tells it.
 *
 * @param kind what it is, such as {@code duplicate-virtual-ip}; a newer version may tell of others
 * @param virtualRouter VRID of the one that suffers; 0 if it concerns all alike
 * @param subject who or what it is about
 * @param cause what was seen
 * @param remedy what to do about it
 */
public record TroubleStatus(String kind, int virtualRouter, String subject, String cause, String remedy) {}
