package io.fairlead.tools.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** What the replay has written, as lines that a diff shows well. Knows no more of the format than what is written. */
final class PcapngText {

    private static final int ENHANCED_PACKET = 6;
    private static final int COMMENT = 1;
    private static final int FLAGS = 2;
    private static final long MS = 1_000_000L;

    private PcapngText() {}

    static String of(final Path file) throws IOException {
        final byte[] raw = Files.readAllBytes(file);
        final ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        final StringBuilder text = new StringBuilder();
        long firstNs = -1;
        int at = 0;
        while (at < bytes.limit()) {
            if (bytes.getInt(at) == ENHANCED_PACKET) {
                final long ns = (long) bytes.getInt(at + 12) << 32 | (bytes.getInt(at + 16) & 0xFFFF_FFFFL);
                firstNs = firstNs < 0 ? ns : firstNs;
                frame(text, raw, bytes, at, ns - firstNs);
            }
            at += bytes.getInt(at + 4);
        }
        return text.toString();
    }

    private static void frame(
            final StringBuilder text, final byte[] raw, final ByteBuffer bytes, final int at, final long ns) {
        final int length = bytes.getInt(at + 20);
        int option = at + 28 + (length + 3 & ~3);
        final StringBuilder comments = new StringBuilder();
        int flags = 0;
        while (bytes.getShort(option) != 0) {
            final int code = bytes.getShort(option);
            final int size = bytes.getShort(option + 2);
            if (code == COMMENT) {
                comments.append("  # ").append(new String(raw, option + 4, size, StandardCharsets.UTF_8));
            } else if (code == FLAGS) {
                flags = bytes.getInt(option + 4);
            }
            option += 4 + (size + 3 & ~3);
        }
        text.append(ns / MS)
                .append(" ms ")
                .append(bytes.getInt(at + 8) == 0 ? "uplink" : "host")
                .append(flags == 1 ? " in" : " out")
                .append(comments)
                .append('\n')
                .append("    ")
                .append(HexFormat.of().formatHex(raw, at + 28, at + 28 + length))
                .append('\n');
    }
}
