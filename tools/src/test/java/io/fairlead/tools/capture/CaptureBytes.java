package io.fairlead.tools.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes capture files byte by byte, as others would. */
final class CaptureBytes {

    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);

    CaptureBytes(final ByteOrder order) {
        bytes.order(order);
    }

    CaptureBytes ints(final long... values) {
        for (final long value : values) {
            bytes.putInt((int) value);
        }
        return this;
    }

    CaptureBytes raw(final byte[] value) {
        bytes.put(value);
        return this;
    }

    CaptureBytes pcapHeader(final long magic) {
        return ints(magic).shorts(2, 4).ints(0, 0, 65_535, 1);
    }

    CaptureBytes shorts(final int... values) {
        for (final int value : values) {
            bytes.putShort((short) value);
        }
        return this;
    }

    /** A block around what is written by the caller. */
    CaptureBytes block(final long type, final Runnable body) {
        final int start = bytes.position();
        ints(type, 0);
        body.run();
        pad();
        final int length = bytes.position() + Integer.BYTES - start;
        ints(length);
        bytes.putInt(start + Integer.BYTES, length);
        return this;
    }

    CaptureBytes section() {
        return block(0x0A0D_0D0A, () -> ints(0x1A2B_3C4D).shorts(1, 0).ints(-1, -1));
    }

    CaptureBytes option(final int code, final byte... value) {
        shorts(code, value.length).raw(value);
        pad();
        return this;
    }

    CaptureBytes option(final int code, final String value) {
        return option(code, value.getBytes(StandardCharsets.UTF_8));
    }

    private void pad() {
        while (bytes.position() % Integer.BYTES != 0) {
            bytes.put((byte) 0);
        }
    }

    byte[] bytes() {
        final byte[] written = new byte[bytes.position()];
        System.arraycopy(bytes.array(), 0, written, 0, written.length);
        return written;
    }
}
