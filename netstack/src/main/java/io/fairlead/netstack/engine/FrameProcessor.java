package io.fairlead.netstack.engine;

import org.agrona.MutableDirectBuffer;

/**
 * Decides what happens to each frame and rewrites it in place. Called by one data-path thread; must not allocate, block, log or
 * throw, whatever the frame holds. In front of each frame lies its head-room, as {@link io.fairlead.netstack.port.FramePort} describes it.
 *
 * <p>A verdict is a set of bits: where the frame goes, in this order of sending. A frame that goes nowhere must have been counted
 * under its own reason by the processor.
 */
public interface FrameProcessor {

    /** The frame goes nowhere; the processor has counted why. */
    int DROP = 0;

    /** Out of the host port, to the kernel. */
    int TO_HOST = 1;

    /** Out of the uplink port, to the wire. */
    int TO_UPLINK = 2;

    /** A copy to the conductor. */
    int TO_CONTROL = 4;

    /**
     * Called once at the start of each duty cycle, before any frame: to notice a clock gap, take over a new table, expire entries.
     *
     * @param nowNs the cycle's time
     * @return a work count
     */
    int onDutyCycle(long nowNs);

    /**
     * A frame that came from the wire.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     * @param nowNs the cycle's time
     * @return the verdict
     */
    int onUplinkFrame(MutableDirectBuffer buffer, int index, int length, long nowNs);

    /**
     * A frame that came from the host's kernel.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     * @param nowNs the cycle's time
     * @return the verdict
     */
    int onHostFrame(MutableDirectBuffer buffer, int index, int length, long nowNs);

    /**
     * Does it pay to be told of frames before their turn? Asked when several have been received at once.
     *
     * @return true to be called by {@link #expectUplinkFrame} or {@link #expectHostFrame} for each of them, and {@link #fetchExpected}, before the first is decided
     */
    default boolean isExpecting() {
        return false;
    }

    /**
     * {@link #onUplinkFrame} will be called for this frame, after others. Notes where in memory lies what it will need, and changes nothing.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     */
    default void expectUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        // nothing to fetch
    }

    /**
     * {@link #onHostFrame} will be called for this frame, see {@link #expectUplinkFrame}.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     */
    default void expectHostFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        // nothing to fetch
    }

    /** Fetches from memory what all expected frames will need: many places in the time of one. */
    default void fetchExpected() {
        // nothing to fetch
    }

    /**
     * When {@link #onDutyCycle} wants to be called even without frames.
     *
     * @return a time in nanoseconds
     */
    long nextDeadlineNs();
}
