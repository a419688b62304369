package io.fairlead.lb.report;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import org.agrona.MutableDirectBuffer;

/** Writes messages as whole Ethernet frames and numbers them. One per daemon: it owns the sequence of the boot id. Not thread-safe. */
public final class FrameWriter {

    /** Room that a frame may need, in bytes. */
    public static final int MAX_FRAME_LENGTH = EthernetFrame.HEADER_LENGTH + 1500;

    /** CS6, network control (RFC 4594 section 3.2), as VRRP's. */
    private static final int TOS = 0xC0;

    private static final int TTL = 255;

    private final LocalIdentity identity;
    private final int broadcastAddress;
    private final MessageEncoder encoder;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private long sequence;

    /**
     * A writer for one node.
     *
     * @param identity of the node
     * @param broadcastAddress of the subnet, or 255.255.255.255
     * @param authenticator signs
     */
    public FrameWriter(final LocalIdentity identity, final int broadcastAddress, final Authenticator authenticator) {
        this.identity = identity;
        this.broadcastAddress = broadcastAddress;
        encoder = new MessageEncoder(authenticator);
    }

    /**
     * Writes a frame.
     *
     * @param buffer with room for {@link #MAX_FRAME_LENGTH} bytes
     * @param index of the frame's first byte
     * @param destination a node or all
     * @param handshake or {@link Handshake#NONE}
     * @param body what to say
     * @return the frame's length in bytes
     */
    public int write(
            final MutableDirectBuffer buffer,
            final int index,
            final Destination destination,
            final Handshake handshake,
            final Body body) {
        sequence++;
        final Header header = new Header(
                body.type(),
                identity.clusterId(),
                identity.mac(),
                identity.bootId(),
                sequence,
                identity.nodeId(),
                destination.nodeId());
        final byte[] payload = encoder.encode(new Message(header, handshake, body));
        final int totalLength = Ipv4Packet.MIN_HEADER_LENGTH + payload.length;
        final int frameLength = EthernetFrame.HEADER_LENGTH + totalLength;
        ethernet.wrap(buffer, index, frameLength)
                .destination(destination.mac())
                .source(identity.mac())
                .etherType(EtherType.IPV4);
        final int packetIndex = index + EthernetFrame.HEADER_LENGTH;
        ipv4.wrap(buffer, packetIndex, totalLength)
                .header(
                        TOS,
                        TTL,
                        IpProtocol.LOAD_REPORT,
                        identity.nodeId(),
                        destination.isBroadcast() ? broadcastAddress : destination.nodeId(),
                        totalLength);
        buffer.putBytes(packetIndex + Ipv4Packet.MIN_HEADER_LENGTH, payload);
        return frameLength;
    }
}
