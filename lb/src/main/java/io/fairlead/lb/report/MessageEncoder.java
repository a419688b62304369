package io.fairlead.lb.report;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes a message as the payload of an IP packet. */
public final class MessageEncoder {

    private final Authenticator authenticator;

    /**
     * An encoder that signs.
     *
     * @param authenticator holds the key, if there is one
     */
    public MessageEncoder(final Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Encodes and signs.
     *
     * @param message whose header names the sender
     * @return the payload, at most 1480 bytes
     */
    public byte[] encode(final Message message) {
        final byte[] payload = new byte[HeaderLayout.MAX_PAYLOAD_LENGTH];
        final ByteBuffer target = ByteBuffer.wrap(payload, 0, payload.length - authenticator.trailerLength());
        target.position(HeaderLayout.HEADER_LENGTH);
        final FieldWriter writer = new FieldWriter(target);
        writer.write(message.handshake());
        writer.write(message.body());
        final int coveredLength = target.position();
        final int length = coveredLength + authenticator.trailerLength();
        header(target, message.header(), length);
        authenticator.sign(payload, coveredLength);
        return Arrays.copyOf(payload, length);
    }

    private void header(final ByteBuffer target, final Header header, final int length) {
        target.putShort(HeaderLayout.MAGIC_OFFSET, (short) HeaderLayout.MAGIC)
                .put(HeaderLayout.VERSION_OFFSET, (byte) HeaderLayout.VERSION)
                .put(HeaderLayout.TYPE_OFFSET, (byte) header.type().code())
                .put(HeaderLayout.FLAGS_OFFSET, (byte)
                        (authenticator.trailerLength() > 0 ? HeaderLayout.FLAG_SIGNED : 0))
                .putShort(HeaderLayout.LENGTH_OFFSET, (short) length)
                .putInt(HeaderLayout.CLUSTER_ID_OFFSET, header.clusterId())
                .putShort(HeaderLayout.SENDER_MAC_OFFSET, (short) (header.senderMac() >>> 32))
                .putInt(HeaderLayout.SENDER_MAC_OFFSET + 2, (int) header.senderMac())
                .putLong(HeaderLayout.BOOT_ID_OFFSET, header.bootId())
                .putLong(HeaderLayout.SEQUENCE_OFFSET, header.sequence());
        address(target, HeaderLayout.SENDER_OFFSET, header.sender());
        address(target, HeaderLayout.ADDRESSEE_OFFSET, header.addressee());
    }

    private static void address(final ByteBuffer target, final int offset, final int address) {
        target.putLong(offset, HeaderLayout.MAPPED_HIGH)
                .putInt(offset + 8, HeaderLayout.MAPPED_MIDDLE)
                .putInt(offset + 12, address);
    }
}
