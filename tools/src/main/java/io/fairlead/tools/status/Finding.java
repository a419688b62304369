package io.fairlead.tools.status;

/**
 * A trouble that {@code fairlead doctor} has found.
 *
 * @param cause what was seen, in one line
 * @param remedy what to do about it
 */
public record Finding(String cause, String remedy) {}
