package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One line for each event: time, level, component, sentence, and details as {@code key="value"}.
 *
 * <pre>{@code
 * 2026-11-22T20:31:02.123Z INFO  vrrp     (VI_51) Entering MASTER STATE  cause="no advert for 3.6 s"
 * }</pre>
 *
 * <p>An exception is a detail too; its stack trace follows only when debugging.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int COMPONENT_WIDTH = 8;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ');
        appendPadded(line, event.getLevel().toString(), 5);
        line.append(' ');
        appendPadded(line, component(event.getLoggerName()), COMPONENT_WIDTH);
        line.append(' ');
        appendPrintable(line, event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                appendDetail(line, pair.key, String.valueOf(pair.value));
            }
        }
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            appendDetail(line, "error", thrown.getClassName() + ": " + thrown.getMessage());
        }
        line.append('\n');
        if (thrown != null && isDebugging()) {
            line.append(ThrowableProxyUtil.asString(thrown)).append('\n');
        }
        return line.toString();
    }

    /** Loggers are called after components, such as {@code vrrp}; those of libraries after classes, whose last word says enough. */
    private static String component(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private boolean isDebugging() {
        return getContext() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).isEnabledFor(Level.DEBUG);
    }

    private static void appendDetail(StringBuilder line, String key, String value) {
        line.append("  ").append(key).append("=\"");
        appendPrintable(line, value.replace("\"", "'"));
        line.append('"');
    }

    private static void appendPadded(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    }

    /** Names and reasons came over the network: they must neither start a line of their own nor command the terminal. */
    private static void appendPrintable(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
    }
}
