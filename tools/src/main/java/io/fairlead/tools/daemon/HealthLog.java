package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.health.ProbeResult;
import io.fairlead.tools.events.EventKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says {@code current state: ok} and {@code current state: failure} in the log: at once when a proxy fails or is back, and at most once a minute when
 * one that failed does so for a reason that was said before. For one thread.
 */
final class HealthLog {

    private final LogLimit limit = new LogLimit();
    private String failing = "";
    private boolean hasSpoken;

    void tell(final HealthVerdict verdict, final long nowNs) {
        if (verdict.failures().stream().anyMatch(failure -> failure.result().isEmpty())) {
            // at start: in a moment there is something to say
            return;
        }
        final String nowFailing = words(verdict.failures(), false);
        final boolean isNews = !hasSpoken || !nowFailing.equals(failing);
        hasSpoken = true;
        failing = nowFailing;
        // asked in any case, so that it knows what was said
        if (!limit.isDue(words(verdict.failures(), true), nowNs) && !isNews) {
            return;
        }
        if (verdict.healthy()) {
            EventKind.HEALTH_OK.log().log("current state: ok");
        } else {
            EventKind.HEALTH_FAILED
                    .log()
                    .log(
                            "current state: failure: {}",
                            verdict.failures().stream()
                                    .map(failure -> failure.describeWithRemedy(nowNs))
                                    .collect(Collectors.joining("; ")));
        }
    }

    private static String words(final List<HealthVerdict.Failure> failures, final boolean withReason) {
        return failures.stream()
                .map(failure -> failure.target()
                        + (withReason
                                ? " "
                                        + failure.result()
                                                .map(ProbeResult::reason)
                                                .orElse(null)
                                : ""))
                .collect(Collectors.joining(" "));
    }
}
