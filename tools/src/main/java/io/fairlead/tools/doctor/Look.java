package io.fairlead.tools.doctor;

import io.fairlead.tools.status.StatusReport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for one trouble. Pure. */
interface Look {

    String NO_ANSWER = "the daemon does not answer";

    Result at(Snapshot snapshot);

    /** One that looks at the status alone. */
    static Look atStatus(Function<StatusReport, Result> look) {
        return snapshot -> {
            @Nullable StatusReport status = snapshot.status();
            return status == null ? Result.cannotTell(NO_ANSWER) : look.apply(status);
        };
    }
}
