package io.fairlead.tapio.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The attributes of a netlink message or of a nested attribute, in their order. A length that leads outside ends them. */
final class Attributes {

    private static final int HEADER_LENGTH = 4;
    /** Without the two flag bits for nesting and byte order. */
    private static final int TYPE_MASK = 0x3fff;

    private static final byte[] NONE = {};

    private final Map<Integer, byte[]> values = new LinkedHashMap<>();

    private Attributes() {}

    static Attributes parse(final byte[] data, final int from) {
        final Attributes attributes = new Attributes();
        final ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder());
        int position = from;
        while (position + HEADER_LENGTH <= data.length) {
            final int length = Short.toUnsignedInt(buffer.getShort(position));
            if (length < HEADER_LENGTH || position + length > data.length) {
                break;
            }
            attributes.values.put(
                    buffer.getShort(position + 2) & TYPE_MASK,
                    Arrays.copyOfRange(data, position + HEADER_LENGTH, position + length));
            position += (length + 3) & ~3;
        }
        return attributes;
    }

    byte @Nullable [] get(final int type) {
        return values.get(type);
    }

    Attributes nested(final int type) {
        return parse(values.getOrDefault(type, NONE), 0);
    }

    int int32(final int type, final int otherwise) {
        final byte[] value = values.get(type);
        return value == null || value.length < Integer.BYTES
                ? otherwise
                : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt(0);
    }

    int unsigned8(final int type, final int otherwise) {
        final byte[] value = values.get(type);
        return value == null || value.length == 0 ? otherwise : Byte.toUnsignedInt(value[0]);
    }

    /** A string without its terminating zero; empty if there is none. */
    String string(final int type) {
        final byte[] value = values.getOrDefault(type, NONE);
        final int length = value.length > 0 && value[value.length - 1] == 0 ? value.length - 1 : value.length;
        return new String(value, 0, length, StandardCharsets.UTF_8);
    }

    void forEach(final BiConsumer<Integer, byte[]> consumer) {
        values.forEach(consumer);
    }
}
