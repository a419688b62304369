package io.fairlead.tools.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Captures that nobody had to make on a wire (libpcap's format, version 2.4, link type Ethernet). */
final class CaptureFile {
    private static final int NO_LIMIT = 0xffff;

    private CaptureFile() {}

    /** Writes frames that all came one second after the epoch. */
    static void write(final Path file, final List<byte[]> frames) {
        write(file, frames, NO_LIMIT);
    }

    /** The same by somebody who captured only the first {@code limit} bytes of each. */
    static void write(final Path file, final List<byte[]> frames, final int limit) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        words(out, 0xa1b2c3d4, 0x00040002, 0, 0, limit, 1);
        for (final byte[] frame : frames) {
            final int captured = Math.min(limit, frame.length);
            words(out, 1, 0, captured, frame.length);
            out.write(frame, 0, captured);
        }
        try {
            Files.write(file, out.toByteArray());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void words(final ByteArrayOutputStream out, final int... words) {
        final ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (final int word : words) {
            bytes.putInt(word);
        }
        out.writeBytes(bytes.array());
    }
}
