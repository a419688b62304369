package io.fairlead.lb.membership;

import io.fairlead.lb.report.ConfigurationDigest.Mismatch;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Report;
import java.util.Set;

/**
 * Another node as its last report describes it.
 *
 * @param id management address
 * @param mac that steered frames for it go to
 * @param bootId of its daemon's present run
 * @param state what is believed of it
 * @param lossReason why it is not alive
 * @param report the last one
 * @param mismatches what its configuration has different from ours
 * @param lastHeardNs when its last message came
 */
public record Node(
        int id,
        long mac,
        long bootId,
        NodeState state,
        LossReason lossReason,
        Report report,
        Set<Mismatch> mismatches,
        long lastHeardNs) {

    /** Where messages for it go. */
    public Destination destination() {
        return new Destination(id, mac);
    }

    /** Has anything changed but load, uptime and the time it was heard? */
    boolean differsFrom(final Node other) {
        return mac != other.mac
                || bootId != other.bootId
                || state != other.state
                || lossReason != other.lossReason
                || !mismatches.equals(other.mismatches)
                || ReportChange.matters(report, other.report);
    }

    Node withState(final NodeState newState, final LossReason reason) {
        return new Node(id, mac, bootId, newState, reason, report, mismatches, lastHeardNs);
    }

    Node with(final Set<Mismatch> newMismatches) {
        return new Node(id, mac, bootId, state, lossReason, report, newMismatches, lastHeardNs);
    }

    Node heardAt(final long nowNs) {
        return new Node(id, mac, bootId, state, lossReason, report, mismatches, nowNs);
    }
}
