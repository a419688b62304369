package io.fairlead.bench.failover;

import io.fairlead.bench.Median;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Many samples as one.
 *
 * @param runs how many
 * @param medianMs median of their gaps
 * @param maxMs the longest gap
 * @param pingsLost median of the pings lost in each
 * @param connectionsBroken in all of them
 */
record Summary(int runs, double medianMs, double maxMs, int pingsLost, int connectionsBroken) {
    private static final double NS_PER_MS = 1_000_000;

    static Summary of(final List<Sample> samples) {
        final double[] gapsMs = samples.stream()
                .mapToDouble(sample -> sample.gap().toNanos() / NS_PER_MS)
                .sorted()
                .toArray();
        final int[] lost = samples.stream().mapToInt(Sample::pingsLost).sorted().toArray();
        return new Summary(
                gapsMs.length,
                Median.of(DoubleStream.of(gapsMs)),
                gapsMs[gapsMs.length - 1],
                lost[lost.length / 2],
                samples.stream().mapToInt(Sample::connectionsBroken).sum());
    }
}
