package io.fairlead.netstack.engine;

import io.fairlead.netstack.port.FramePort;

/**
 * Where a port is plugged into the data path, and can be replaced while that runs: whoever owns the ports {@link #offer}s another one, the data path takes it
 * between two duty cycles, and once it {@link #isTaken} no call of the data path is in the former one, nor ever will be: then its owner may close it.
 *
 * <p>Neither side locks or waits. {@link #offer} is for one thread at a time, the questions are for any.
 */
public final class PortSlot {

    private volatile FramePort offered;
    private volatile FramePort used;
    private volatile int failuresInARow;
    private volatile int lastError;

    PortSlot(final FramePort first) {
        offered = first;
        used = first;
    }

    /**
     * Wants the data path to use another port from its next duty cycle on; it has to be woken if it waits.
     *
     * @param port stays its owner's
     */
    public void offer(final FramePort port) {
        offered = port;
    }

    /**
     * Whether the data path uses the port that was offered last, and none else.
     *
     * @return false while it may still be in a former one
     */
    public boolean isTaken() {
        return used == offered;
    }

    /**
     * How often this port has failed to receive since it last did, or since it last had nothing to receive. The data path tries ten times a second.
     *
     * @return 0 when all is well
     */
    public int failuresInARow() {
        return failuresInARow;
    }

    /**
     * Why the port failed or refused a frame for the last time.
     *
     * @return an errno, 0 if it never did
     */
    public int lastError() {
        return lastError;
    }

    FramePort offered() {
        return offered;
    }

    /** Data path only: it has left the former port. */
    void taken(final FramePort port) {
        failuresInARow = 0;
        used = port;
    }

    /** Data path only. */
    void failed(final int errno) {
        lastError = errno;
    }

    /** Data path only. */
    void receiving(final int failures) {
        failuresInARow = failures;
    }
}
