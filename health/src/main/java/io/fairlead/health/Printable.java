package io.fairlead.health;

/** Bytes of somebody else as text that is safe in logs and terminals, and short. */
final class Printable {

    private static final int MOST_BYTES = 64;

    private Printable() {}

    /** In quotation marks; what is not printable ASCII is escaped, what is too long is cut. */
    static String quoted(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder("\"");
        append(text, bytes, Math.min(length, MOST_BYTES));
        return text.append(length > MOST_BYTES ? "...\"" : "\"").toString();
    }

    /** The first line without its end, the same way but not in quotation marks. */
    static String firstLine(byte[] bytes, int length) {
        int end = endOfLine(bytes, length);
        StringBuilder text = new StringBuilder();
        append(text, bytes, Math.min(end, MOST_BYTES));
        return text.append(end > MOST_BYTES ? "..." : "").toString();
    }

    private static int endOfLine(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                return i > 0 && bytes[i - 1] == '\r' ? i - 1 : i;
            }
        }
        return length;
    }

    private static void append(StringBuilder text, byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xFF;
            switch (value) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) value);
                default -> {
                    if (value >= ' ' && value < 0x7F) {
                        text.append((char) value);
                    } else {
                        text.append(String.format("\\x%02x", value));
                    }
                }
            }
        }
    }
}
