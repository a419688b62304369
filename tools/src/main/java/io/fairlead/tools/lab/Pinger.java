package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Pings an address in a steady rhythm, as fine as a millisecond. */
public final class Pinger implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    // Time, and the number of the ping.
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\[(\\d+)\\.(\\d{5})] \\S+ : \\[(\\d+)], \\d+ bytes,");
    private static final long TICKS_PER_SECOND = 100_000;
    private static final long NS_PER_TICK = 10_000;

    private final LabProcess process;

    private Pinger(final LabProcess process) {
        this.process = process;
    }

    static Pinger start(final Station station, final String label, final String address, final Duration interval) {
        // ping itself waits for 10 ms after each that is not answered.
        final LabProcess process = station.start(
                label,
                "fping",
                "--loop",
                "--timestamp",
                "--interval=1",
                "--timeout=500",
                "--period=" + interval.toMillis(),
                address);
        Await.until("first answer of " + address + " to " + station.name(), START_LIMIT, () -> ANSWER.matcher(
                        process.ownLogText())
                .find());
        return new Pinger(process);
    }

    /** Waits until the address answers, which it may not have done for a while. */
    public void awaitAnswer(final Duration limit) {
        final long before = answers().count();
        Await.until("an answer to a ping", limit, () -> answers().count() > before);
    }

    /** Stops, and tells what was seen from the first answer to the last. */
    public Pings stop() {
        process.interrupt();
        final List<MatchResult> answers = answers().toList();
        long longestTicks = 0;
        for (int i = 1; i < answers.size(); i++) {
            longestTicks = Math.max(longestTicks, ticks(answers.get(i)) - ticks(answers.get(i - 1)));
        }
        final long sent = number(answers.get(answers.size() - 1)) - number(answers.get(0)) + 1;
        return new Pings((int) (sent - answers.size()), Duration.ofNanos(longestTicks * NS_PER_TICK));
    }

    private Stream<MatchResult> answers() {
        return ANSWER.matcher(process.ownLogText()).results();
    }

    private static long ticks(final MatchResult answer) {
        return Long.parseLong(answer.group(1)) * TICKS_PER_SECOND + Long.parseLong(answer.group(2));
    }

    private static long number(final MatchResult answer) {
        return Long.parseLong(answer.group(3));
    }

    @Override
    public void close() {
        process.kill9();
    }
}
