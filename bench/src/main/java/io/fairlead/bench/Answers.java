package io.fairlead.bench;

import org.HdrHistogram.Histogram;

/**
 * What {@code bench/src/main/c/latency.c} has to say.
 *
 * @param ns how long answers took, in nanoseconds
 * @param lost how many never came
 */
public record Answers(Histogram ns, int lost) {

    private static final long HIGHEST_NS = 10_000_000_000L;
    private static final int DIGITS = 3;
    private static final String LOST = "lost";

    /**
     * Reads it.
     *
     * @param output a line for each answer
     * @return what it says
     */
    public static Answers parse(final String output) {
        final Histogram ns = histogram();
        output.lines()
                .filter(line -> !line.equals(LOST))
                .mapToLong(Long::parseLong)
                .forEach(ns::recordValue);
        return new Answers(ns, (int) output.lines().filter(LOST::equals).count());
    }

    /**
     * An empty histogram of nanoseconds.
     *
     * @return to which those of answers can be added
     */
    public static Histogram histogram() {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /**
     * The time within which a part of the answers came.
     *
     * @param percentile such as 50
     * @return microseconds
     */
    public double microseconds(final double percentile) {
        return ns.getValueAtPercentile(percentile) / 1e3;
    }
}
