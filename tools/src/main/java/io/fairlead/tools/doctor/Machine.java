package io.fairlead.tools.doctor;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor knows of the machine itself.
 *
 * @param hasTun whether there is {@code /dev/net/tun}
 * @param ioUringDisabled the setting {@code kernel.io_uring_disabled}; 0 if the kernel does not have it
 * @param mtus of the interfaces that the doctor sees, in bytes
 * @param addresses of these interfaces, each with the length of its subnet's prefix
 */
record Machine(boolean hasTun, int ioUringDisabled, Map<String, Integer> mtus, List<IpPrefix> addresses) {

    /** Empty for an address that is none of the machine's. */
    Optional<IpPrefix> subnetOf(IpAddress address) {
        return addresses.stream()
                .filter(prefix -> prefix.address().equals(address))
                .findFirst();
    }
}
