package io.fairlead.tools.top;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the screen shows at a moment. Immutable.
 *
 * @param node that is asked
 * @param intervalSeconds from one question to the next
 * @param previous the sample before the last, to which rates compare it; null if there is none
 * @param last the last sample; null if there was none
 * @param failure why the last question was not answered; empty if it was
 * @param nowNs this moment, on the clock of the samples
 * @param isPaused whether the picture stands still
 * @param isEnded whether nobody wants to see it any more
 */
record View(
        String node,
        int intervalSeconds,
        @Nullable Sample previous,
        @Nullable Sample last,
        String failure,
        long nowNs,
        boolean isPaused,
        boolean isEnded) {

    /** A node that is slower than this is stuck, or its machine is. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);

    static View of(String node, int intervalSeconds, long nowNs) {
        return new View(node, intervalSeconds, null, null, "", nowNs, false, false);
    }

    View answered(Sample sample) {
        return isPaused ? this : new View(node, intervalSeconds, last, sample, "", nowNs, false, isEnded);
    }

    View failed(String reason) {
        return isPaused ? this : new View(node, intervalSeconds, previous, last, reason, nowNs, false, isEnded);
    }

    View at(long ns) {
        return new View(node, intervalSeconds, previous, last, failure, ns, isPaused, isEnded);
    }

    View pausedOrNot() {
        return new View(node, intervalSeconds, previous, last, failure, nowNs, !isPaused, isEnded);
    }

    View ended() {
        return new View(node, intervalSeconds, previous, last, failure, nowNs, isPaused, true);
    }

    /** What a key does. */
    View pressed(int key) {
        return switch (key) {
            case 'q', 'Q' -> ended();
            case 'p', 'P', ' ' -> pausedOrNot();
            default -> this;
        };
    }

    /** Since the last answer; 0 if there was none. */
    long ageMs() {
        return last == null ? 0 : TimeUnit.NANOSECONDS.toMillis(nowNs - last.takenNs());
    }

    /** Whether what was last told must not be taken for what is now. A picture that was told to stand still says so itself. */
    boolean isSilent() {
        if (last == null || !failure.isEmpty()) {
            return true;
        }
        return !isPaused
                && nowNs - last.takenNs() > Math.max(PATIENCE_NS, 3 * TimeUnit.SECONDS.toNanos(intervalSeconds));
    }
}
