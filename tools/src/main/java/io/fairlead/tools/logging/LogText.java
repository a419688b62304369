package io.fairlead.tools.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** The parts of a line of the log, whatever form it is given. */
public final class LogText {

    private LogText() {}

    /**
     * The component that has logged it.
     *
     * @param event any
     * @return loggers are called after components, such as {@code vrrp}; those of libraries after classes, whose last word says enough
     */
    public static String component(ILoggingEvent event) {
        return event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1);
    }

    /**
     * What stands behind the sentence, an exception being the detail {@code error}.
     *
     * @param event any
     * @return in the order of the call; the last one of each name
     */
    public static Map<String, String> details(ILoggingEvent event) {
        Map<String, String> details = new LinkedHashMap<>();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> details.put(pair.key, printable(String.valueOf(pair.value))));
        }
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            details.put("error", printable(thrown.getClassName() + ": " + thrown.getMessage()));
        }
        return details;
    }

    /**
     * A value that the caller has put behind the sentence.
     *
     * @param event any
     * @param key of the value
     * @return null if there is none
     */
    public static @Nullable Object value(ILoggingEvent event, String key) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (pair.key.equals(key)) {
                    return pair.value;
                }
            }
        }
        return null;
    }

    /**
     * Names and reasons came over the network: they must neither start a line of their own nor command the terminal.
     *
     * @param text any
     * @return without control characters
     */
    public static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }
}
