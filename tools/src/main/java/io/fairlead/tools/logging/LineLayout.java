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
        appendPadded(line, LogText.component(event), COMPONENT_WIDTH);
        line.append(' ').append(LogText.printable(event.getFormattedMessage()));
        LogText.details(event).forEach((key, value) -> line.append("  ")
                .append(key)
                .append("=\"")
                .append(value.replace('"', '\''))
                .append('"'));
        line.append('\n');
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null && isDebugging()) {
            line.append(ThrowableProxyUtil.asString(thrown)).append('\n');
        }
        return line.toString();
    }

    private boolean isDebugging() {
        return getContext() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).isEnabledFor(Level.DEBUG);
    }

    private static void appendPadded(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    }
}
