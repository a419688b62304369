package io.fairlead.netstack.engine;

/**
 * How a thread of the engine blocks while there is nothing to do, and how other threads end that wait.
 *
 * <p>{@link #await} is called by the owning thread alone; {@link #wake} by any thread, without blocking. A wake that arrives before
 * the wait makes the next wait return at once: none is lost. Neither allocates.
 */
public interface Waiter extends AutoCloseable {

    /**
     * Blocks until a watched source is readable, {@link #wake} is called, or the time is over.
     *
     * @param timeoutNs longest wait in nanoseconds; 0 only looks; {@link Long#MAX_VALUE} waits for ever
     */
    void await(long timeoutNs);

    /** Ends the present or the next {@link #await}. */
    void wake();

    @Override
    void close();
}
