package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.stream.LongStream;

/** Measures from a client for how long an address did not answer. */
public final class Prober implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final LabProcess process;

    private Prober(final LabProcess process) {
        this.process = process;
    }

    static Prober start(final Station station, final String label, final String address) {
        final Prober prober =
                new Prober(station.startJava(label, ProberMain.class, address, Integer.toString(LabPlan.PROXY_PORT)));
        Await.until(
                "first answer of " + address + " to " + station.name(),
                START_LIMIT,
                () -> prober.answersNs(ProberMain.PING).findAny().isPresent()
                        && prober.answersNs(ProberMain.CONNECT).findAny().isPresent());
        return prober;
    }

    /** The longest time between two answers to a ping so far. */
    public Duration longestPingGap() {
        return longestGap(ProberMain.PING);
    }

    /** The longest time between two TCP connections that were accepted so far. */
    public Duration longestConnectGap() {
        return longestGap(ProberMain.CONNECT);
    }

    /** How long after this moment, given by {@link System#nanoTime}, the first ping was answered. */
    public Duration firstPingAnswerAfter(final long momentNs) {
        return answersNs(ProberMain.PING)
                .filter(answerNs -> answerNs >= momentNs)
                .mapToObj(answerNs -> Duration.ofNanos(answerNs - momentNs))
                .findFirst()
                .orElseThrow(() -> new LabException("no ping was answered after that"));
    }

    private Duration longestGap(final String kind) {
        final long[] answersNs = answersNs(kind).toArray();
        final long longestNs = LongStream.range(1, answersNs.length)
                .map(i -> answersNs[(int) i] - answersNs[(int) i - 1])
                .max()
                .orElse(0);
        return Duration.ofNanos(longestNs);
    }

    private LongStream answersNs(final String kind) {
        final String text = process.logText();
        // The last line may be half written.
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(kind + " "))
                .mapToLong(line -> Long.parseLong(line.substring(kind.length() + 1)));
    }

    @Override
    public void close() {
        process.kill9();
    }
}
