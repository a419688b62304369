package io.fairlead.tools.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports that lie side by side.
 *
 * @param first the lowest
 * @param last the highest
 */
record PortRange(int first, int last) {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})\\s*-\\s*(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    static boolean isRange(final String text) {
        final Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        final int first = Integer.parseInt(matcher.group(1));
        final int last = Integer.parseInt(matcher.group(2));
        return first >= 1 && first <= last && last <= MAX_PORT;
    }

    /** Parses what {@link #isRange} accepts. */
    static PortRange parse(final String text) {
        final Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is not a range of ports");
        }
        return new PortRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
