package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Pings an address in a steady rhythm, as fine as a millisecond. */
public final class Pinger implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\[(\\d+)\\.(\\d{5})] \\S+ : \\[\\d+], \\d+ bytes,");
    private static final Pattern SUMMARY = Pattern.compile("xmt/rcv/%loss = (\\d+)/(\\d+)/");
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
        final var summary = SUMMARY.matcher(process.ownLogText());
        if (!summary.find()) {
            throw new LabException("fping gave no summary");
        }
        final int sent = Integer.parseInt(summary.group(1));
        return new Pings(sent, sent - Integer.parseInt(summary.group(2)), longestSilence());
    }

    private Duration longestSilence() {
        final long[] answers = answers().toArray();
        final long longestTicks = LongStream.range(1, answers.length)
                .map(i -> answers[(int) i] - answers[(int) i - 1])
                .max()
                .orElse(0);
        return Duration.ofNanos(longestTicks * NS_PER_TICK);
    }

    /** When, in ticks since the epoch. */
    private LongStream answers() {
        return ANSWER.matcher(process.ownLogText())
                .results()
                .mapToLong(
                        answer -> Long.parseLong(answer.group(1)) * TICKS_PER_SECOND + Long.parseLong(answer.group(2)));
    }

    @Override
    public void close() {
        process.kill9();
    }
}
