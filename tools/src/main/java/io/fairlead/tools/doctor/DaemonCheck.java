package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.StatusReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the daemon answers. */
final class DaemonCheck {

    private DaemonCheck() {}

    static Result look(Snapshot snapshot) {
        @Nullable StatusReport status = snapshot.status();
        if (status != null) {
            return Result.ok("answers as " + status.role().label());
        }
        if (snapshot.node().isEmpty()) {
            return found("no node was ever started on this machine", "start one: `fairlead run --config FILE`");
        }
        return found(
                snapshot.silence()
                        + (snapshot.lastEvent().isEmpty() ? "" : "; the last it told: " + snapshot.lastEvent()),
                "start it, or restart it if it hangs: `fairlead run --config FILE`; `fairlead events` shows what was before");
    }

    private static Result found(String cause, String remedy) {
        return Result.of(List.of(new Finding(cause, remedy)), "");
    }
}
