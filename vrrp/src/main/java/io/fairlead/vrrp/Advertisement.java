package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;

/**
 * What an advertisement says, free of the buffer it came in.
 *
 * @param version of the protocol
 * @param vrid virtual router identifier, 1 to 255
 * @param priority of the sender, 0 if it gives up
 * @param advertisementIntervalNs of the sender, 0 or more
 * @param authenticationType 0 none; 1 the simple password of RFC 2338; always 0 in version 3
 * @param source address of the sender
 * @param destination the group or, among unicast peers, one of them
 * @param sourceMac hardware address that the frame came from, see {@link io.fairlead.netstack.wire.MacAddress}
 * @param addresses the virtual IPs
 */
public record Advertisement(
        VrrpVersion version,
        int vrid,
        int priority,
        long advertisementIntervalNs,
        int authenticationType,
        IpAddress source,
        IpAddress destination,
        long sourceMac,
        List<IpAddress> addresses) {

    /** The priority by which a master says that it stops (RFC 3768 section 5.3.4). */
    public static final int PRIORITY_RESIGN = 0;

    public Advertisement {
        addresses = List.copyOf(addresses);
    }

    /**
     * Does the sender give up mastership?
     *
     * @return true for priority 0
     */
    public boolean isResignation() {
        return priority == PRIORITY_RESIGN;
    }
}
