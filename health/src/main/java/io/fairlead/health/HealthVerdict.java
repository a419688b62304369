package io.fairlead.health;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether a node can serve clients. All or nothing: one redirect whose proxy does not answer takes the node out for all.
 *
 * @param failures the redirects whose proxy does not answer, empty if all do
 */
public record HealthVerdict(List<Failure> failures) {

    /**
     * A redirect whose proxy does not answer.
     *
     * @param target its port
     * @param result of the probes that led to it; empty if there was none yet
     * @param sinceNs when the first of the probes failed that led to it
     */
    public record Failure(ProbeTarget target, Optional<ProbeResult> result, long sinceNs) {

        /**
         * The failure as a sentence, such as {@code http:9090 connection refused for 12 s: nothing listens on this port}.
         *
         * @param nowNs on the clock of the judge
         * @return for log and status
         */
        public String describe(long nowNs) {
            String cause = result.map(ProbeResult::cause).orElse("");
            return target + " " + result.map(ProbeResult::headline).orElse("not probed yet") + " for "
                    + TimeUnit.NANOSECONDS.toSeconds(nowNs - sinceNs) + " s" + (cause.isEmpty() ? "" : ": " + cause);
        }

        /**
         * The failure as a sentence, and what to do about it in parentheses.
         *
         * @param nowNs on the clock of the judge
         * @return for the log
         */
        public String describeWithRemedy(long nowNs) {
            return describe(nowNs)
                    + result.map(seen -> " (" + Remedy.of(seen.reason(), target) + ")")
                            .orElse("");
        }
    }

    /**
     * Whether it can.
     *
     * @return true if there is no failure
     */
    public boolean healthy() {
        return failures.isEmpty();
    }

    /**
     * All failures as sentences.
     *
     * @param nowNs on the clock of the judge
     * @return empty if the node is healthy
     */
    public List<String> describe(long nowNs) {
        return failures.stream().map(failure -> failure.describe(nowNs)).toList();
    }
}
