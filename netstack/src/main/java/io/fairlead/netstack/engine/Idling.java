package io.fairlead.netstack.engine;

/**
 * What a thread does while there is nothing to do: for how long it goes on asking before it blocks in its {@link Waiter}.
 *
 * @param spinNs nanoseconds from the last work on; 0 to block at once, {@link Long#MAX_VALUE} never to block
 */
public record Idling(long spinNs) {

    /** Block at once. */
    public static final Idling POLL = new Idling(0);

    /** Never block: the thread takes a core for itself. */
    public static final Idling SPIN = new Idling(Long.MAX_VALUE);

    /** Refuses negative times. */
    public Idling {
        if (spinNs < 0) {
            throw new IllegalArgumentException("a thread cannot spin for " + spinNs + " ns");
        }
    }
}
