package io.fairlead.lb.membership;

import io.fairlead.lb.report.Report;
import java.util.Objects;

/** Tells what is worth a message at once from what can wait for the next report. */
final class ReportChange {

    private ReportChange() {}

    /** Do two reports differ in more than load and uptime? */
    static boolean matters(final Report a, final Report b) {
        return a.role() != b.role()
                || a.priority() != b.priority()
                || a.healthy() != b.healthy()
                || a.scanning() != b.scanning()
                || a.draining() != b.draining()
                || a.configurationDigest() != b.configurationDigest()
                || !a.name().equals(b.name())
                || !a.redirects().equals(b.redirects())
                || !a.virtualRouterIds().equals(b.virtualRouterIds())
                || !a.virtualRouters().equals(b.virtualRouters())
                || !a.balancing().equals(b.balancing())
                || !a.pace().equals(b.pace())
                || !Objects.equals(a.managementIp6(), b.managementIp6())
                || a.mtu() != b.mtu();
    }
}
