package io.fairlead.vrrp.announce;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.netstack.wire.NeighborMessage;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterState;
import java.util.Set;
import org.agrona.MutableDirectBuffer;

/**
 * Answers neighbour solicitations for the virtual IPs (RFC 4861 section 7.2.4), on the director only: the kernel of no node does. The twin of
 * {@link ArpResponder} for IPv6. Not thread-safe.
 */
public final class NeighborResponder {

    /** Bytes of an answer. */
    public static final int FRAME_LENGTH = NeighborAdvertisementFrame.LENGTH;

    /** ff02::1:ff00:0/104 and the last 24 bits of the target (RFC 4291 section 2.7.1). */
    private static final long SOLICITED_NODE_HIGH = 0xFF02_0000_0000_0000L;

    private static final long SOLICITED_NODE_LOW = 0x0000_0001_FF00_0000L;
    private static final long SOLICITED_NODE_MASK = 0x00FF_FFFFL;

    private final Set<IpAddress> virtualIps;
    private final long localMac;
    private final NeighborAdvertisementFrame answer;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final NeighborMessage message = new NeighborMessage();

    /**
     * For one virtual router.
     *
     * @param config that names the virtual IPs
     * @param localMac that they resolve to
     */
    public NeighborResponder(final VirtualRouterConfig config, final long localMac) {
        virtualIps = Set.copyOf(config.addresses());
        this.localMac = localMac;
        answer = new NeighborAdvertisementFrame(localMac);
    }

    /**
     * Is the frame a solicitation or advertisement about a virtual IP, whoever sent it and whoever answers? Such messages are the stack's business
     * alone.
     *
     * @param frame buffer that holds it
     * @param offset of its first byte
     * @param length in bytes
     * @return true if it is a valid message whose target is one of ours
     */
    public boolean concernsVirtualIp(final MutableDirectBuffer frame, final int offset, final int length) {
        return isMessage(frame, offset, length) && virtualIps.contains(target());
    }

    /** The checks of RFC 4861 sections 7.1.1 and 7.1.2 but those of a solicitation's destination. */
    private boolean isMessage(final MutableDirectBuffer frame, final int offset, final int length) {
        if (!ethernet.wrap(frame, offset, length).isValid()
                || ethernet.etherType() != EtherType.IPV6
                || !ipv6.wrap(frame, ethernet.payloadIndex(), ethernet.payloadLength())
                        .isValid()
                || ipv6.upperLayerProtocol() != IpProtocol.ICMPV6
                || ipv6.isFragment()
                || ipv6.hopLimit() != NeighborMessage.HOP_LIMIT) {
            return false;
        }
        message.wrap(frame, ipv6.upperLayerIndex(), ipv6.upperLayerLength());
        return message.isValid() && message.isChecksumValid(ipv6.pseudoHeader());
    }

    private IpAddress target() {
        return IpAddress.ofIpv6(message.targetHigh(), message.targetLow());
    }

    /**
     * Writes the answer to a solicitation, if there is to be one. A probe for a duplicate (source ::, RFC 4862 section 5.4) is answered to all
     * nodes.
     *
     * @param state of the virtual router
     * @param received buffer that holds the frame
     * @param receivedOffset of its first byte
     * @param receivedLength in bytes
     * @param frame to write to, with room for {@link #FRAME_LENGTH}; not where the solicitation is
     * @param offset of its first byte
     * @return length of the answer in bytes, 0 if there is none
     */
    public int respond(
            final VirtualRouterState state,
            final MutableDirectBuffer received,
            final int receivedOffset,
            final int receivedLength,
            final MutableDirectBuffer frame,
            final int offset) {
        if (state != VirtualRouterState.MASTER
                || !concernsVirtualIp(received, receivedOffset, receivedLength)
                || message.type() != NeighborMessage.SOLICITATION) {
            return 0;
        }
        final IpAddress target = target();
        final IpAddress source = IpAddress.ofIpv6(ipv6.sourceHigh(), ipv6.sourceLow());
        if (source.isUnspecified()) {
            return isProbe(target) ? answerToAll(target, frame, offset) : 0;
        }
        final long solicitorMac = message.linkLayerAddress() == NeighborMessage.NO_LINK_LAYER_ADDRESS
                ? ethernet.source()
                : message.linkLayerAddress();
        if (source.isMulticast()
                || source.equals(target)
                || MacAddress.isGroup(solicitorMac)
                || solicitorMac == localMac) {
            return 0;
        }
        return answer.write(
                target, NeighborMessage.SOLICITED | NeighborMessage.OVERRIDE, source, solicitorMac, frame, offset);
    }

    /** RFC 4861 section 7.1.1: from :: only to the solicited-node group, and without an address to answer to. */
    private boolean isProbe(final IpAddress target) {
        return ethernet.source() != localMac
                && message.linkLayerAddress() == NeighborMessage.NO_LINK_LAYER_ADDRESS
                && ipv6.destinationHigh() == SOLICITED_NODE_HIGH
                && ipv6.destinationLow() == (SOLICITED_NODE_LOW | (target.low() & SOLICITED_NODE_MASK));
    }

    private int answerToAll(final IpAddress target, final MutableDirectBuffer frame, final int offset) {
        return answer.write(
                target,
                NeighborMessage.OVERRIDE,
                NeighborAdvertisementFrame.ALL_NODES,
                NeighborAdvertisementFrame.ALL_NODES_MAC,
                frame,
                offset);
    }
}
