package io.fairlead.tools.daemon;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Lets each line be said at once, and again no sooner than a minute later; numbers in it make no other line of it. For one thread at a time. */
final class LogLimit {

    static final long REMINDER_NS = TimeUnit.MINUTES.toNanos(1);

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Map<String, Long> saidNs = new HashMap<>();

    boolean isDue(final String line, final long nowNs) {
        saidNs.values().removeIf(atNs -> nowNs - atNs >= REMINDER_NS);
        return saidNs.putIfAbsent(NUMBER.matcher(line).replaceAll("#"), nowNs) == null;
    }
}
