package io.fairlead.tapio.netlink;

/**
 * The queues of a TAP device.
 *
 * @param mayHaveSeveral what it was made for, and stays
 * @param open how many a process has open; always 0 of a device that may have one alone
 */
public record TapMode(boolean mayHaveSeveral, int open) {}
