package io.fairlead.lb.report;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import org.agrona.MutableDirectBuffer;

/** Reads messages from whole Ethernet frames. Takes any bytes, never throws. Not thread-safe. */
public final class FrameReader {

    private static final int REQUIRED_TTL = 255;

    private final LocalIdentity identity;
    private final MessageDecoder decoder;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();

    /**
     * A reader for one node.
     *
     * @param identity of the node
     * @param authenticator decides who is believed
     */
    public FrameReader(final LocalIdentity identity, final Authenticator authenticator) {
        this.identity = identity;
        decoder = new MessageDecoder(identity.clusterId(), authenticator);
    }

    /**
     * Reads a frame.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     * @return the message, or why it is not believed
     */
    public Decoded read(final MutableDirectBuffer buffer, final int index, final int length) {
        final Verdict packet = packet(buffer, index, length);
        if (packet != Verdict.OK) {
            return Decoded.refused(packet);
        }
        final byte[] payload = new byte[ipv4.payloadLength()];
        buffer.getBytes(ipv4.payloadIndex(), payload);
        final Decoded decoded = decoder.decode(payload);
        final Message message = decoded.message();
        if (message == null) {
            return decoded;
        }
        final Verdict parties = parties(message.header());
        return parties == Verdict.OK ? decoded : Decoded.refused(parties);
    }

    private Verdict packet(final MutableDirectBuffer buffer, final int index, final int length) {
        ethernet.wrap(buffer, index, length);
        if (!ethernet.isValid()) {
            return Verdict.TRUNCATED;
        }
        if (ethernet.etherType() != EtherType.IPV4) {
            return Verdict.BAD_IP_HEADER;
        }
        ipv4.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        if (ethernet.payloadLength() < Ipv4Packet.MIN_HEADER_LENGTH) {
            return Verdict.TRUNCATED;
        }
        if (!ipv4.isValid() || !ipv4.isChecksumValid() || ipv4.protocol() != IpProtocol.LOAD_REPORT) {
            return Verdict.BAD_IP_HEADER;
        }
        if (ipv4.isFragment()) {
            return Verdict.FRAGMENT;
        }
        return ipv4.ttl() == REQUIRED_TTL ? Verdict.OK : Verdict.TTL_NOT_255;
    }

    private Verdict parties(final Header header) {
        if (header.sender() == identity.nodeId()) {
            return header.senderMac() == identity.mac() ? Verdict.OWN : Verdict.ADDRESS_CONFLICT;
        }
        if (header.sender() != ipv4.source() || header.senderMac() != ethernet.source()) {
            return Verdict.SENDER_MISMATCH;
        }
        final int addressee = header.addressee();
        return addressee == Destination.EVERYBODY || addressee == identity.nodeId() ? Verdict.OK : Verdict.NOT_FOR_US;
    }
}
