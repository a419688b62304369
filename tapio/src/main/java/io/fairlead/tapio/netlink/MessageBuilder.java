package io.fairlead.tapio.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one netlink request: header, the family's fixed part, attributes; in the machine's byte order, each attribute aligned to 4 bytes.
 *
 * <p>The sequence number is left to whoever sends it.
 */
final class MessageBuilder {

    private static final int INITIAL_CAPACITY = 512;
    private static final int TYPE_OFFSET = 4;
    private static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_CAPACITY).order(ByteOrder.nativeOrder());

    MessageBuilder(final int type, final int flags) {
        buffer.position(TYPE_OFFSET);
        buffer.putShort((short) type).putShort((short) (Rtnetlink.NLM_F_REQUEST | flags));
        buffer.position(Rtnetlink.NLMSG_HEADER_LENGTH);
    }

    MessageBuilder int8(final int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    MessageBuilder int16(final int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    MessageBuilder int32(final int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    MessageBuilder bytes(final byte[] value) {
        room(value.length).put(value);
        return this;
    }

    MessageBuilder attribute(final int type, final byte[] value) {
        final int start = begin(type);
        bytes(value);
        return end(start);
    }

    MessageBuilder attribute(final int type, final int value) {
        final int start = begin(type);
        int32(value);
        return end(start);
    }

    /** A string with the terminating zero that the kernel wants. */
    MessageBuilder attribute(final int type, final String value) {
        final int start = begin(type);
        bytes(value.getBytes(StandardCharsets.UTF_8)).int8(0);
        return end(start);
    }

    /** Opens an attribute whose value is what follows until {@link #end}; returns what to hand to it. */
    int begin(final int type) {
        final int start = buffer.position();
        room(ATTRIBUTE_HEADER_LENGTH).putShort((short) 0).putShort((short) type);
        return start;
    }

    MessageBuilder end(final int start) {
        buffer.putShort(start, (short) (buffer.position() - start));
        while (buffer.position() % 4 != 0) {
            int8(0);
        }
        return this;
    }

    byte[] build() {
        buffer.putInt(0, buffer.position());
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(final int length) {
        if (buffer.remaining() < length) {
            final ByteBuffer larger =
                    ByteBuffer.allocate(2 * buffer.capacity() + length).order(ByteOrder.nativeOrder());
            buffer.flip();
            buffer = larger.put(buffer);
        }
        return buffer;
    }
}
