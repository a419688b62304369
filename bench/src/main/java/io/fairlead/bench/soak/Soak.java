package io.fairlead.bench.soak;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was seen in the measured time.
 *
 * @param seconds that it lasted
 * @param frames that came out of the node
 * @param refused share of the frames that found its TAP full, 0 to 1
 * @param lost frames that its TAP took and that did not come out, from before the first one until none was under way
 * @param drops frames that the node dropped while it was measured, by the name of their counter
 * @param dataPathShare share of its core that the data path's thread used, 0 to 1
 * @param allocatedBytes by the data path's thread
 * @param safepoints of the JVM
 * @param startSafepoints those before: of the start, and of the first seconds at full rate
 * @param hiccups in the JVM, nanoseconds
 * @param controlHiccups in the program in C
 * @param rssMibBefore resident memory at the beginning
 * @param rssMibAfter resident memory at the end
 */
record Soak(
        double seconds,
        long frames,
        double refused,
        long lost,
        Map<String, Long> drops,
        double dataPathShare,
        long allocatedBytes,
        Safepoints safepoints,
        Safepoints startSafepoints,
        Histogram hiccups,
        Histogram controlHiccups,
        double rssMibBefore,
        double rssMibAfter) {}
