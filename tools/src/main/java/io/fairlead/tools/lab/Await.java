package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that the kernel or another process does, and says how long it took. */
public final class Await {
    private static final long SHORTEST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 100;
    // How much longer than necessary a wait may become: most conditions start a process to be looked at.
    private static final int PART_OF_WAIT = 20;

    private Await() {}

    /**
     * Polls until the condition holds.
     *
     * @return how long it took
     * @throws LabException naming {@code what}, when the limit passed
     */
    public static Duration until(final String what, final Duration limit, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > limit.toNanos()) {
                throw new LabException(what + ": not within " + limit.toMillis() + " ms");
            }
            pause(pauseAfter(System.nanoTime() - startNs));
        }
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private static Duration pauseAfter(final long waitedNs) {
        final long partMs = Duration.ofNanos(waitedNs / PART_OF_WAIT).toMillis();
        return Duration.ofMillis(Math.min(Math.max(partMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS));
    }

    public static void pause(final Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
