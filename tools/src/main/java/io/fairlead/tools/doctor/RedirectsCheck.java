package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.StatusReport;
import java.util.List;

/** Whether there is anything to balance. */
final class RedirectsCheck {

    /** What status says of it. */
    static final String WARNING = "no redirects: nothing is balanced";

    private RedirectsCheck() {}

    static Result look(StatusReport status) {
        return Result.of(
                status.redirects().isEmpty()
                        ? List.of(new Finding(
                                WARNING + ", all clients are served by the director",
                                "name the ports that clients use in redirects, the same on all nodes"))
                        : List.of(),
                status.redirects().size() + " configured");
    }
}
