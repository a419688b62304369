package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TroubleStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What status warns of and no other check has told already. */
final class WarningsCheck {

    private static final String REMEDY = ". Remedy: ";
    private static final String ADVICE = "; ";

    private WarningsCheck() {}

    static Result look(Snapshot snapshot) {
        @Nullable StatusReport status = snapshot.status();
        if (status == null) {
            return Result.cannotTell(Look.NO_ANSWER);
        }
        List<TroubleStatus> told = Objects.requireNonNullElse(snapshot.troubles(), List.<TroubleStatus>of()).stream()
                .filter(trouble -> WireCheck.kind(trouble).isPresent())
                .toList();
        List<Finding> findings = status.warnings().stream()
                .filter(warning -> !warning.equals(RedirectsCheck.WARNING))
                .filter(warning -> told.stream()
                        .noneMatch(trouble -> warning.endsWith(trouble.cause() + REMEDY + trouble.remedy())))
                .map(WarningsCheck::find)
                .toList();
        return Result.of(findings, "no others");
    }

    /** A warning has its remedy behind it, in one form or the other. */
    private static Finding find(String warning) {
        for (String mark : List.of(REMEDY, ADVICE)) {
            int at = warning.indexOf(mark);
            if (at > 0) {
                return new Finding(warning.substring(0, at), warning.substring(at + mark.length()));
            }
        }
        return new Finding(warning, "see `fairlead events` for how it came to that");
    }
}
