package io.fairlead.tools.doctor;

import io.fairlead.tools.status.DoctorReport;
import io.fairlead.tools.status.Examination;
import java.time.Instant;
import java.util.List;

/** Goes through all checks. */
public final class Doctor {

    private Doctor() {}

    /**
     * Looks for every trouble that is known.
     *
     * @param snapshot of the node
     * @param now when it was taken
     * @return what was found
     */
    public static DoctorReport examine(Snapshot snapshot, Instant now) {
        List<Examination> checks =
                Check.ALL.stream().map(check -> check.examine(snapshot)).toList();
        boolean healthy = checks.stream().allMatch(check -> check.findings().isEmpty());
        return new DoctorReport(snapshot.node(), now.toString(), healthy, checks);
    }
}
