package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Pings an address in a steady rhythm, as fine as a millisecond. */
public final class Pinger implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\[(\\d+)\\.(\\d{6})] \\d+ bytes from ");
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");
    private static final long US_PER_SECOND = 1_000_000;
    private static final double MS_PER_SECOND = 1_000;

    private final LabProcess process;

    private Pinger(final LabProcess process) {
        this.process = process;
    }

    static Pinger start(final Station station, final String label, final String address, final Duration interval) {
        final LabProcess process = station.start(
                label, "ping", "-n", "-D", "-i", Double.toString(interval.toMillis() / MS_PER_SECOND), address);
        Await.until("first answer of " + address + " to " + station.name(), START_LIMIT, () -> ANSWER.matcher(
                        process.logText())
                .find());
        return new Pinger(process);
    }

    /** Waits until the address answers, which it may not have done for a while. */
    public void awaitAnswer(final Duration limit) {
        final long answers = answersUs().count();
        Await.until("an answer to a ping", limit, () -> answersUs().count() > answers);
    }

    /** Stops, and tells what was seen from the first answer to the last. */
    public Pings stop() {
        process.interrupt();
        final var summary = SUMMARY.matcher(process.logText());
        if (!summary.find()) {
            throw new LabException("ping gave no summary");
        }
        final int sent = Integer.parseInt(summary.group(1));
        return new Pings(sent, sent - Integer.parseInt(summary.group(2)), longestSilence());
    }

    private Duration longestSilence() {
        final long[] answersUs = answersUs().toArray();
        final long longestUs = LongStream.range(1, answersUs.length)
                .map(i -> answersUs[(int) i] - answersUs[(int) i - 1])
                .max()
                .orElse(0);
        return Duration.ofNanos(longestUs * 1_000);
    }

    private LongStream answersUs() {
        return ANSWER.matcher(process.logText())
                .results()
                .mapToLong(answer -> Long.parseLong(answer.group(1)) * US_PER_SECOND + Long.parseLong(answer.group(2)));
    }

    @Override
    public void close() {
        process.kill9();
    }
}
