package io.fairlead.tools.lab;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The state that a program was in last, according to its log. */
final class LoggedState {
    private LoggedState() {}

    /** Group 1 of the last match; empty without any. */
    static String last(final Pattern transition, final String log) {
        final List<MatchResult> transitions = transition.matcher(log).results().toList();
        return transitions.isEmpty()
                ? ""
                : transitions.get(transitions.size() - 1).group(1);
    }
}
