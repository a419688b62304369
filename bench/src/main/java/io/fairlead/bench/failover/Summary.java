package io.fairlead.bench.failover;

import java.util.List;

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
        final int middle = gapsMs.length / 2;
        final double medianMs = gapsMs.length % 2 == 1 ? gapsMs[middle] : (gapsMs[middle - 1] + gapsMs[middle]) / 2;
        return new Summary(
                gapsMs.length,
                medianMs,
                gapsMs[gapsMs.length - 1],
                lost[lost.length / 2],
                samples.stream().mapToInt(Sample::connectionsBroken).sum());
    }
}
