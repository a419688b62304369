package io.fairlead.netstack.port;

import io.fairlead.netstack.wire.VirtioNetHeader;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One side of the stack: whole Ethernet frames (destination MAC first, no FCS) in and out, never blocking.
 *
 * <p>The {@link #HEAD_ROOM} bytes directly in front of a frame belong to it: they hold its {@link VirtioNetHeader}, which says what is left to be done for
 * it. Whoever passes a frame on passes them on with it, as they are; who makes one has ten zeros there. No length and no index counts them.
 *
 * <pre>
 *    index - HEAD_ROOM     index                       index + length
 *    +---------------------+---------------------------+
 *    |   VirtioNetHeader   |           frame           |
 *    +---------------------+---------------------------+
 * </pre>
 *
 * <p>Buffers handed in are off-heap, so that an implementation may pass {@code addressOffset() + index} straight to the kernel.
 * One thread at a time may {@link #receive}; {@link #send} may be called from several threads at once. Neither allocates.
 */
public interface FramePort extends AutoCloseable {

    /** Bytes in front of a frame that hold its {@link VirtioNetHeader}. */
    int HEAD_ROOM = VirtioNetHeader.LENGTH;

    /** Returned when there is no frame to receive, or no room to send one, at the moment. */
    int WOULD_BLOCK = 0;

    /** Returned when the port refused or failed; {@link #lastError()} tells why. */
    int FAILED = -1;

    /**
     * Receives one frame into {@code buffer} at {@code index}, and its {@link VirtioNetHeader} into the {@link #HEAD_ROOM} bytes before.
     *
     * @param buffer off-heap memory
     * @param index where the frame's first byte goes, at least {@link #HEAD_ROOM}
     * @param maxLength room for the frame in bytes; a longer frame is cut by the kernel, so leave room for 64 KiB
     * @return the frame's length in bytes (greater than 0), {@link #WOULD_BLOCK} or {@link #FAILED}
     */
    int receive(MutableDirectBuffer buffer, int index, int maxLength);

    /**
     * How many frames {@link #receiveBatch} receives at once, at most.
     *
     * @return 1 if this port has no other way than one by one
     */
    default int receiveBatchLimit() {
        return 1;
    }

    /**
     * Receives several frames at once, each as {@link #receive} does, in order: the first at {@code index}, the second at {@code index + stride}, and so on. Where one finds no frame, a later one may.
     *
     * @param buffer off-heap memory
     * @param index where the first frame's first byte goes, at least {@link #HEAD_ROOM}
     * @param stride from there to where that of the second goes, at least {@link #HEAD_ROOM} more than {@code maxLength}
     * @param maxLength room for each frame in bytes, as for {@link #receive}
     * @param results what {@link #receive} would have returned for each; those behind {@code count} stay as they are
     * @param count most frames, up to {@link #receiveBatchLimit} and to the length of {@code results}
     */
    default void receiveBatch(
            final MutableDirectBuffer buffer,
            final int index,
            final int stride,
            final int maxLength,
            final int[] results,
            final int count) {
        for (int i = 0; i < count; i++) {
            results[i] = receive(buffer, index + i * stride, maxLength);
        }
    }

    /**
     * Sends the {@code length} bytes at {@code index} as one frame, at once or with the next {@link #flush}, with the {@link VirtioNetHeader} in the {@link #HEAD_ROOM} bytes before.
     *
     * @param buffer off-heap memory
     * @param index of the frame's first byte, at least {@link #HEAD_ROOM}
     * @param length of the frame in bytes
     * @return {@code length}, {@link #WOULD_BLOCK} or {@link #FAILED}
     */
    int send(DirectBuffer buffer, int index, int length);

    /**
     * Sends what {@link #send} has only queued, in its order; until then the memory of those frames must stay as it is. A port that queues says so, and its {@link #send}
     * is for one thread at a time.
     *
     * @return how many of these frames were refused; {@link #lastError()} tells why
     */
    default int flush() {
        return 0;
    }

    /**
     * The errno of the last call on the calling thread that returned {@link #FAILED}.
     *
     * @return an errno, 0 if there was none
     */
    int lastError();

    @Override
    void close();
}
