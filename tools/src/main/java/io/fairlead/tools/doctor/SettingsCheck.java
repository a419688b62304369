package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.StatusReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to agree on all nodes and does not, by their reports and by their advertisements. */
final class SettingsCheck implements Look {

    private final WireCheck advertised = new WireCheck(WireCheck.SETTINGS);

    @Override
    public Result at(Snapshot snapshot) {
        @Nullable StatusReport status = snapshot.status();
        if (status == null) {
            return Result.cannotTell(NO_ANSWER);
        }
        List<Finding> findings = new ArrayList<>();
        status.nodes().forEach(node -> node.mismatches()
                .forEach(mismatch -> findings.add(new Finding(
                        node.name() + ": " + mismatch,
                        "compare its configuration with that of " + status.node()
                                + ", make them the same, and restart the daemon that had the wrong one"))));
        if (snapshot.troubles() != null) {
            findings.addAll(advertised.findings(snapshot.troubles()));
        }
        return Result.of(findings, "agree with those of the nodes that are seen");
    }
}
