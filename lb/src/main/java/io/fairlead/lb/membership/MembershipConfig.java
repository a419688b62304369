package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.fairlead.lb.report.ReportPace;

/**
 * Times of the membership.
 *
 * @param reportIntervalNs between two reports of a node
 * @param missedReports that many intervals without a report make a node suspect
 * @param broadcastEvery each so many-th report of a node that is not director is broadcast, so that all nodes know each other's MAC
 *     before they need it; the others go to the director alone
 * @param deadAfterNs silence after which the connections of a node are over
 */
public record MembershipConfig(long reportIntervalNs, int missedReports, int broadcastEvery, long deadAfterNs) {

    /** One second, three reports, each third one broadcast, ten seconds. */
    public static final MembershipConfig DEFAULT = new MembershipConfig(SECONDS.toNanos(1), 3, 3, SECONDS.toNanos(10));

    /** Refuses what makes no sense. */
    public MembershipConfig {
        if (reportIntervalNs <= 0 || missedReports < 2 || broadcastEvery < 1) {
            throw new IllegalArgumentException(
                    "report interval and broadcast rate must be positive, missed reports 2 or more");
        }
        if (deadAfterNs < reportIntervalNs * missedReports) {
            throw new IllegalArgumentException("dead before suspect: deadAfter is shorter than the missed reports");
        }
    }

    /** Without a report for so long, a node of this pace is silent; one that names none is taken to report as often as we. */
    long silentAfterNs(final ReportPace pace) {
        return pace.intervalNs(reportIntervalNs) * missedReports;
    }
}
