package io.fairlead.lb.report;

import java.nio.ByteBuffer;

/**
 * Reads a message from the payload of an IP packet. Takes any bytes, never throws. The signature is checked before anything that it
 * covers is looked at, but for what says where it is and whether the message is meant for this cluster.
 */
public final class MessageDecoder {

    private final int clusterId;
    private final Authenticator authenticator;

    /**
     * A decoder for one cluster.
     *
     * @param clusterId see {@link ClusterId}
     * @param authenticator decides who is believed
     */
    public MessageDecoder(final int clusterId, final Authenticator authenticator) {
        this.clusterId = clusterId;
        this.authenticator = authenticator;
    }

    /**
     * Decodes a payload.
     *
     * @param payload of the packet, padding excluded
     * @return the message, or why it is not believed
     */
    public Decoded decode(final byte[] payload) {
        final Verdict framing = framing(payload);
        if (framing != Verdict.OK) {
            return Decoded.refused(framing);
        }
        final ByteBuffer source = ByteBuffer.wrap(payload);
        final boolean signed = isSigned(source);
        final int coveredLength = payload.length - (signed ? Authenticator.TRAILER_LENGTH : 0);
        final Verdict authenticity = authenticator.verify(payload, coveredLength, signed);
        if (authenticity != Verdict.OK) {
            return Decoded.refused(authenticity);
        }
        if (!isIpv4(source, HeaderLayout.SENDER_OFFSET) || !isIpv4(source, HeaderLayout.ADDRESSEE_OFFSET)) {
            return Decoded.refused(Verdict.UNSUPPORTED_ADDRESS);
        }
        final int sender = source.getInt(HeaderLayout.SENDER_OFFSET + 12);
        if (!authenticator.admits(sender)) {
            return Decoded.refused(Verdict.UNKNOWN_SENDER);
        }
        final MessageType type = MessageType.ofCode(source.get(HeaderLayout.TYPE_OFFSET) & 0xFF);
        if (type == null) {
            return Decoded.refused(Verdict.UNKNOWN_TYPE);
        }
        final FieldReader fields = new FieldReader();
        if (!fields.split(payload, HeaderLayout.HEADER_LENGTH, coveredLength - HeaderLayout.HEADER_LENGTH)) {
            return Decoded.refused(Verdict.BAD_LENGTH);
        }
        final Body body = fields.body(type);
        if (body == null) {
            return Decoded.refused(Verdict.BAD_CONTENT);
        }
        return new Decoded(Verdict.OK, new Message(header(source, type, sender), fields.handshake(), body));
    }

    /** Is this a whole message of our version and cluster, long enough for its header and signature? */
    private Verdict framing(final byte[] payload) {
        if (payload.length < HeaderLayout.HEADER_LENGTH) {
            return Verdict.TRUNCATED;
        }
        final ByteBuffer source = ByteBuffer.wrap(payload);
        if ((source.getShort(HeaderLayout.MAGIC_OFFSET) & 0xFFFF) != HeaderLayout.MAGIC) {
            return Verdict.BAD_MAGIC;
        }
        if (source.get(HeaderLayout.VERSION_OFFSET) != HeaderLayout.VERSION) {
            return Verdict.UNKNOWN_VERSION;
        }
        final int length = source.getShort(HeaderLayout.LENGTH_OFFSET) & 0xFFFF;
        if (length > payload.length) {
            return Verdict.TRUNCATED;
        }
        final int minLength = HeaderLayout.HEADER_LENGTH + (isSigned(source) ? Authenticator.TRAILER_LENGTH : 0);
        if (length != payload.length || length < minLength) {
            return Verdict.BAD_LENGTH;
        }
        return source.getInt(HeaderLayout.CLUSTER_ID_OFFSET) == clusterId ? Verdict.OK : Verdict.OTHER_CLUSTER;
    }

    private static boolean isSigned(final ByteBuffer source) {
        return (source.get(HeaderLayout.FLAGS_OFFSET) & HeaderLayout.FLAG_SIGNED) != 0;
    }

    private static boolean isIpv4(final ByteBuffer source, final int offset) {
        return source.getLong(offset) == HeaderLayout.MAPPED_HIGH
                && source.getInt(offset + 8) == HeaderLayout.MAPPED_MIDDLE;
    }

    private static Header header(final ByteBuffer source, final MessageType type, final int sender) {
        final long macHigh = source.getShort(HeaderLayout.SENDER_MAC_OFFSET) & 0xFFFFL;
        final long macLow = source.getInt(HeaderLayout.SENDER_MAC_OFFSET + 2) & 0xFFFF_FFFFL;
        return new Header(
                type,
                source.getInt(HeaderLayout.CLUSTER_ID_OFFSET),
                (macHigh << 32) | macLow,
                source.getLong(HeaderLayout.BOOT_ID_OFFSET),
                source.getLong(HeaderLayout.SEQUENCE_OFFSET),
                sender,
                source.getInt(HeaderLayout.ADDRESSEE_OFFSET + 12));
    }
}
