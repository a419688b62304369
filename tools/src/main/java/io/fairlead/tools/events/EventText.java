package io.fairlead.tools.events;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events in the words of people. */
public final class EventText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})(s|m|min|h|d)");
    private static final int TYPE_WIDTH = 19;

    private EventText() {}

    /**
     * A line for an event.
     *
     * @param event any
     * @return time, level, type and sentence
     */
    public static String of(Event event) {
        return TIME.format(event.time()) + " " + padded(event.level().toUpperCase(Locale.ROOT), 5) + " "
                + padded(event.type(), TYPE_WIDTH) + " " + event.message();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /**
     * Understands a moment.
     *
     * @param text how long ago, like {@code 10m}, or a time of ISO 8601
     * @param now the present one
     * @return empty if it is neither
     */
    public static Optional<Instant> moment(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            return Optional.of(now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofMinutes(number);
                    }));
        }
        try {
            return Optional.of(DateTimeFormatter.ISO_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
