package io.fairlead.vrrp.announce;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.NeighborMessage;
import org.agrona.MutableDirectBuffer;

/**
 * Writes unsolicited neighbour advertisements (RFC 4861 section 7.2.6) as keepalived does: from the virtual IP to all nodes, with the override
 * flag, and no other. The twin of {@link GratuitousArpEncoder} for IPv6. Not thread-safe.
 */
public final class UnsolicitedAdvertisementEncoder {

    /** Bytes of a frame. */
    public static final int FRAME_LENGTH = NeighborAdvertisementFrame.LENGTH;

    private final NeighborAdvertisementFrame advertisement;

    /**
     * For one node.
     *
     * @param localMac that the virtual IPs resolve to
     */
    public UnsolicitedAdvertisementEncoder(final long localMac) {
        advertisement = new NeighborAdvertisementFrame(localMac);
    }

    /**
     * Writes a frame.
     *
     * @param virtualIp to announce
     * @param frame to write to
     * @param offset of its first byte
     * @return length of the frame in bytes
     */
    public int encode(final IpAddress virtualIp, final MutableDirectBuffer frame, final int offset) {
        return advertisement.write(
                virtualIp,
                NeighborMessage.OVERRIDE,
                NeighborAdvertisementFrame.ALL_NODES,
                NeighborAdvertisementFrame.ALL_NODES_MAC,
                frame,
                offset);
    }
}
