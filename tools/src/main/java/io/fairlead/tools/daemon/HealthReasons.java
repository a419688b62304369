package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.Reason;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;

/** What a probe showed, as load reports carry it, and back: so another node says it in the same words. */
final class HealthReasons {

    private HealthReasons() {}

    /** What a report says of one port of a redirect. */
    static RedirectHealth of(final HealthVerdict verdict, final ProbeTarget target, final int originalPort) {
        for (final HealthVerdict.Failure failure : verdict.failures()) {
            if (failure.target().equals(target)) {
                return failure.result()
                        .map(result -> new RedirectHealth(originalPort, toReport(result.reason()), result.listeners()))
                        .orElseGet(() -> new RedirectHealth(originalPort, HealthReason.UNKNOWN));
            }
        }
        return new RedirectHealth(originalPort, HealthReason.OK);
    }

    /** In words. */
    static String describe(final RedirectHealth health) {
        return health.reason() == HealthReason.UNKNOWN
                ? "not probed yet"
                : new ProbeResult(fromReport(health.reason()), "", health.listeners()).describe();
    }

    private static HealthReason toReport(final Reason reason) {
        return switch (reason) {
            case WORKS -> HealthReason.OK;
            case REFUSED -> HealthReason.REFUSED;
            case NOT_LISTENING -> HealthReason.NOT_LISTENING;
            case LISTENS_ELSEWHERE -> HealthReason.LISTENS_ELSEWHERE;
            case TIMED_OUT -> HealthReason.TIMEOUT;
            case NOT_ACCEPTING -> HealthReason.NOT_ACCEPTING;
            case NO_ANSWER -> HealthReason.NO_ANSWER;
            case CLOSED -> HealthReason.CLOSED;
            case WRONG_ANSWER -> HealthReason.WRONG_ANSWER;
            case ERROR_ANSWER -> HealthReason.ERROR_ANSWER;
            case UNREACHABLE -> HealthReason.UNREACHABLE;
            case FAILED -> HealthReason.OTHER;
        };
    }

    private static Reason fromReport(final HealthReason reason) {
        return switch (reason) {
            case OK -> Reason.WORKS;
            case REFUSED -> Reason.REFUSED;
            case NOT_LISTENING -> Reason.NOT_LISTENING;
            case LISTENS_ELSEWHERE -> Reason.LISTENS_ELSEWHERE;
            case TIMEOUT -> Reason.TIMED_OUT;
            case NOT_ACCEPTING -> Reason.NOT_ACCEPTING;
            case NO_ANSWER -> Reason.NO_ANSWER;
            case CLOSED -> Reason.CLOSED;
            case WRONG_ANSWER -> Reason.WRONG_ANSWER;
            case ERROR_ANSWER -> Reason.ERROR_ANSWER;
            case UNREACHABLE -> Reason.UNREACHABLE;
            case UNKNOWN, OTHER -> Reason.FAILED;
        };
    }
}
