package io.fairlead.lb.report;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of reading.
 *
 * @param verdict {@link Verdict#OK} or why not
 * @param message there if, and only if, the verdict is {@link Verdict#OK}
 */
public record Decoded(Verdict verdict, @Nullable Message message) {

    static Decoded refused(final Verdict verdict) {
        return new Decoded(verdict, null);
    }
}
