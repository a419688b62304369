package io.fairlead.lb.membership;

import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.Role;
import org.jspecify.annotations.Nullable;

/** Our own report: what it says, when it is sent and to whom. */
final class OwnReports {

    private final MembershipConfig config;
    private Report report;
    private long nextNs;
    private int untilBroadcast;

    OwnReports(final MembershipConfig config, final Report report, final long nowNs) {
        this.config = config;
        this.report = report;
        nextNs = nowNs;
    }

    Report report() {
        return report;
    }

    void report(final Report newReport) {
        report = newReport;
    }

    boolean isDirector() {
        return report.role() == Role.DIRECTOR;
    }

    long nextDeadlineNs() {
        return nextNs;
    }

    /** Sends the report of this interval, if it is due: to the director if there is another one, else to all. */
    void poll(final @Nullable Node otherDirector, final long nowNs, final MembershipOutput out) {
        if (nowNs - nextNs < 0) {
            return;
        }
        if (otherDirector == null || untilBroadcast <= 0) {
            broadcast(nowNs, out);
        } else {
            untilBroadcast--;
            nextNs = nowNs + config.reportIntervalNs();
            out.send(otherDirector.destination(), Handshake.NONE, report);
        }
    }

    /** Sends it to all at once. */
    void broadcast(final long nowNs, final MembershipOutput out) {
        untilBroadcast = config.broadcastEvery() - 1;
        nextNs = nowNs + config.reportIntervalNs();
        out.send(Destination.ALL, Handshake.NONE, report);
    }

    /** Sends it to one node at once, outside the interval. */
    void send(final Destination destination, final Handshake handshake, final MembershipOutput out) {
        out.send(destination, handshake, report);
    }
}
