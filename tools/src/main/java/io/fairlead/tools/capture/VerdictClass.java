package io.fairlead.tools.capture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a frame, in a word: the one that its comment begins with. */
public enum VerdictClass {
    /** To another node. */
    STEERED,
    /** From a node that is not director to the director. */
    HANDED_OVER,
    /** To this node's proxy, as it was. */
    DELIVERED,
    /** To this node's proxy or from it, with an address or port changed. */
    TRANSLATED,
    /** None of our business. */
    PASSED,
    /** To the conductor alone. */
    CONTROL,
    /** Nowhere. */
    DROPPED;

    /**
     * As administrators write it.
     *
     * @return such as "handed-over"
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The other way round.
     *
     * @param word see {@link #word}
     * @return empty if there is no such class
     */
    public static Optional<VerdictClass> ofWord(final String word) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.word().equals(word))
                .findFirst();
    }
}
