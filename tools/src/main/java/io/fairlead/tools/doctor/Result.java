package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.Outcome;
import java.util.List;

/** How a check came out, and what was seen. */
record Result(Outcome outcome, String summary, List<Finding> findings) {

    static Result ok(String summary) {
        return new Result(Outcome.OK, summary, List.of());
    }

    static Result cannotTell(String why) {
        return new Result(Outcome.CANNOT_TELL, why, List.of());
    }

    /** The findings; without any, all is well. */
    static Result of(List<Finding> findings, String summaryIfNone) {
        return findings.isEmpty() ? ok(summaryIfNone) : new Result(Outcome.FINDING, "", List.copyOf(findings));
    }
}
