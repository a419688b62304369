package io.fairlead.netstack.wire;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/** Golden bytes for tests: hexadecimal text with any white space. */
final class Bytes {

    private Bytes() {}

    static byte[] hex(final String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /** The bytes at the very end of a buffer with {@code before} bytes in front: reading behind them is out of bounds. */
    static UnsafeBuffer atEnd(final byte[] bytes, final int length, final int before) {
        final byte[] memory = new byte[before + length];
        System.arraycopy(bytes, 0, memory, before, length);
        return new UnsafeBuffer(memory);
    }

    static UnsafeBuffer copy(final byte[] bytes) {
        return new UnsafeBuffer(bytes.clone());
    }
}
