package io.fairlead.health;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a proxy port; times are on the clock of the judge.
 *
 * @param target the port
 * @param up whether it counts as one that works
 * @param sinceNs when the first probe ended of those that made it so, or the judge began
 * @param last how the last probe ended; empty if there was none yet
 * @param lastEndNs when it did
 * @param lastDurationNs how long it took
 * @param lastSuccessNs when the last one ended that succeeded; empty if none did
 * @param contradictions how many of the last probes in a row spoke against what it counts as
 */
public record PortState(
        ProbeTarget target,
        boolean up,
        long sinceNs,
        Optional<ProbeResult> last,
        long lastEndNs,
        long lastDurationNs,
        OptionalLong lastSuccessNs,
        int contradictions) {

    /**
     * What to do about it.
     *
     * @return empty if the last probe succeeded, or there was none
     */
    public String remedy() {
        return last.map(result -> Remedy.of(result.reason(), target)).orElse("");
    }
}
