package io.fairlead.tools.doctor;

import java.util.Map;

/**
 * What the doctor knows of the machine itself.
 *
 * @param hasTun whether there is {@code /dev/net/tun}
 * @param ioUringDisabled the setting {@code kernel.io_uring_disabled}; 0 if the kernel does not have it
 * @param mtus of the interfaces that the doctor sees, in bytes
 */
record Machine(boolean hasTun, int ioUringDisabled, Map<String, Integer> mtus) {}
