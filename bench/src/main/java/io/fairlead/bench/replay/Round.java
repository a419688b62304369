package io.fairlead.bench.replay;

/**
 * Two replays.
 *
 * @param frames of the long one
 * @param fewFrames of the short one
 * @param ns that the long one took
 * @param fewNs that the short one took
 */
record Round(long frames, long fewFrames, long ns, long fewNs) {

    private static final double NS_PER_SECOND = 1e9;

    double framesPerSecond() {
        return frames * NS_PER_SECOND / ns;
    }

    /** What start and warm-up leave out. */
    double beyondPerSecond() {
        return (frames - fewFrames) * NS_PER_SECOND / (ns - fewNs);
    }
}
