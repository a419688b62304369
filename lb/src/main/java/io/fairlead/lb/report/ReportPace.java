package io.fairlead.lb.report;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * How often a node reports, and how many reports it lets others miss: it is judged by the interval that it names itself.
 *
 * @param intervalMs from one report of the node to the next, {@link #MIN_INTERVAL_MS} to {@link #MAX_INTERVAL_MS} milliseconds
 * @param missedReports after how many intervals without a report the node takes others for silent, 1-255
 */
public record ReportPace(int intervalMs, int missedReports) {

    /** The shortest interval, in milliseconds. */
    public static final int MIN_INTERVAL_MS = 20;

    /** The longest interval, in milliseconds: nobody can ask to be waited for without end. */
    public static final int MAX_INTERVAL_MS = 10_000;

    /** Of a node of an older version, which has no word for it. */
    public static final ReportPace UNSAID = new ReportPace(0, 0);

    /** Checks the ranges. */
    public ReportPace {
        if ((intervalMs != 0 || missedReports != 0) && !isPace(intervalMs, missedReports)) {
            throw new IllegalArgumentException(
                    "no pace: " + missedReports + " reports, one each " + intervalMs + " ms");
        }
    }

    static boolean isPace(final int intervalMs, final int missedReports) {
        return intervalMs >= MIN_INTERVAL_MS
                && intervalMs <= MAX_INTERVAL_MS
                && missedReports >= 1
                && missedReports <= 255;
    }

    /**
     * The interval.
     *
     * @param ifUnsaidNs what counts if the node says nothing, in nanoseconds
     * @return nanoseconds
     */
    public long intervalNs(final long ifUnsaidNs) {
        return isSaid() ? MILLISECONDS.toNanos(intervalMs) : ifUnsaidNs;
    }

    /** Does the node say anything? */
    boolean isSaid() {
        return intervalMs != 0;
    }
}
