package io.fairlead.tools.lab;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The process that speaks VRRP for a peer: none before the first start, then the present or last one, and what it says of its state. */
final class PeerProcess {
    private final String title;
    private final Pattern transition;
    private @Nullable LabProcess process;

    /**
     * Nothing is started yet.
     *
     * @param title for errors, such as {@code keepalived of n1}
     * @param transition what it logs when its state changes; group 1 is the new one
     */
    PeerProcess(final String title, final Pattern transition) {
        this.title = title;
        this.transition = transition;
    }

    void start(final Supplier<LabProcess> launch) {
        if (isRunning()) {
            throw new LabException(title + " runs already");
        }
        process = launch.get();
    }

    boolean wasStarted() {
        return process != null;
    }

    /** The present process, or the last one. */
    LabProcess started() {
        if (process == null) {
            throw new LabException(title + " was not started yet");
        }
        return process;
    }

    /** Also if it was never started, or has ended. */
    void stop() {
        if (process != null) {
            process.stop();
        }
    }

    boolean isRunning() {
        return process != null && process.isRunning();
    }

    boolean isIn(final String state) {
        return isRunning() && state().equals(state);
    }

    /** The state that it was in last, according to its log; empty before the first. */
    String state() {
        final List<MatchResult> transitions =
                transition.matcher(started().ownLogText()).results().toList();
        return transitions.isEmpty()
                ? ""
                : transitions.get(transitions.size() - 1).group(1);
    }

    /** Everything that was logged, earlier processes included; empty before the first. */
    String logText() {
        return process == null ? "" : process.logText();
    }
}
