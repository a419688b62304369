package io.fairlead.tools.doctor;

import java.util.Map;

/**
 * The counters of a node, looked at twice.
 *
 * @param before what they were
 * @param now what they are
 * @param watchedMs between the two; 0 if nobody was there to count
 */
record Counts(Map<String, Long> before, Map<String, Long> now, long watchedMs) {

    boolean isWatched() {
        return watchedMs > 0;
    }

    /** None of a label that is not there. */
    long total(String label) {
        return now.getOrDefault(label, 0L);
    }

    /** By how much it has grown; a daemon that was started in between has begun at zero. */
    long growth(String label) {
        return Math.max(0, total(label) - before.getOrDefault(label, 0L));
    }

    /** Part of a sentence. */
    String span() {
        return "in " + Math.max(1, Math.round(watchedMs / 1000.0)) + " s";
    }
}
