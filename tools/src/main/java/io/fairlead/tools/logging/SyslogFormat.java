package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line as RFC 5424 wants it, with the details as structured data:
 *
 * <pre>{@code
 * <30>1 2026-11-22T20:31:02.123Z gw1 fairlead 4711 vrrp.state [fairlead@32473 router="51"] (VI_51) backup → master: ...
 * }</pre>
 *
 * The message identifier is the name of the event, or else the component.
 */
final class SyslogFormat {

    /** The key whose value is the message identifier. */
    static final String EVENT_KEY = "event";

    /** Longest datagram; what log daemons take at least by default. A longer message is cut. */
    static final int MAX_LENGTH = 8192;

    private static final String APP_NAME = "fairlead";
    // 32473 is the number that RFC 5612 keeps for those who have none
    private static final String DATA_ID = "fairlead@32473";
    private static final int FACILITY_DAEMON = 3;
    private static final int MAX_MSGID = 32;
    private static final int MAX_HOST = 255;
    private static final int MAX_NAME = 32;
    private static final String NIL = "-";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String host;
    private final long pid;

    SyslogFormat(String host, long pid) {
        this.host = host;
        this.pid = pid;
    }

    byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append('<')
                .append(FACILITY_DAEMON * 8 + severity(event.getLevel()))
                .append(">1 ");
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(header(host, MAX_HOST));
        line.append(' ').append(APP_NAME).append(' ').append(pid);
        Map<String, String> details = LogText.details(event);
        @Nullable String name = details.remove(EVENT_KEY);
        line.append(' ').append(header(name == null ? LogText.component(event) : name, MAX_MSGID));
        line.append(' ');
        appendData(line, details);
        String message = LogText.printable(event.getFormattedMessage());
        line.append(' ');
        if (message.chars().anyMatch(c -> c > 127)) {
            line.append(BYTE_ORDER_MARK);
        }
        return cut(line.append(message).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    /** Fields of the header are printable ASCII without blanks. */
    private static String header(String text, int maxLength) {
        String plain = text.replaceAll("[^!-~]", "");
        if (plain.isEmpty()) {
            return NIL;
        }
        return plain.length() > maxLength ? plain.substring(0, maxLength) : plain;
    }

    private static void appendData(StringBuilder line, Map<String, String> details) {
        if (details.isEmpty()) {
            line.append(NIL);
            return;
        }
        line.append('[').append(DATA_ID);
        details.forEach((key, value) -> line.append(' ')
                .append(header(key.replaceAll("[=\\]\"]", ""), MAX_NAME))
                .append("=\"")
                .append(value.replaceAll("([\"\\\\\\]])", "\\\\$1"))
                .append('"'));
        line.append(']');
    }

    /** Not in the middle of a character. */
    private static byte[] cut(byte[] bytes) {
        if (bytes.length <= MAX_LENGTH) {
            return bytes;
        }
        int length = MAX_LENGTH;
        while ((bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return java.util.Arrays.copyOf(bytes, length);
    }
}
