package io.fairlead.tools.track;

import io.fairlead.tools.config.TrackTarget;

/** Is told the result of each look, by the probes' own thread, also if nothing changed: whoever listens counts them. */
@FunctionalInterface
public interface TrackListener {

    /**
     * A result.
     *
     * @param target what was looked at
     * @param isUp whether it is up
     * @param why a clause for people, such as {@code exit code 1} or {@code no carrier}
     */
    void onResult(TrackTarget target, boolean isUp, String why);
}
