package io.fairlead.netstack.ring;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.fairlead.netstack.port.FramePort;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Frames of one port between its receive call and their way out, in ring memory that both calls use directly.
 *
 * <p>A slot is one record of an Agrona {@link OneToOneRingBuffer}, large enough for any frame; a claim cannot be shortened, so the
 * frame's real length stands in front of it. Header and frame lie as one read(2) and one write(2) move them; the IP header of an untagged frame, at 32, is
 * aligned:
 *
 * <pre>
 *   0         4         8                 18
 *   +---------+---------+-----------------+------------------------------------------+
 *   | length  | unused  | VirtioNetHeader | frame (up to MAX_FRAME_LENGTH bytes) ...  |
 *   +---------+---------+-----------------+------------------------------------------+
 * </pre>
 *
 * <p>A claim that the port had no frame for stays open for the next {@link #fill}. Only the pages that frames touch are ever
 * resident. One thread fills, one (the same or another) drains; neither allocates.
 */
public final class FrameRing {

    /** Room for a frame: 64 KiB of IP packet, Ethernet header and two tags. */
    public static final int MAX_FRAME_LENGTH = 65_536 + 14 + 8;

    private static final int FRAME_OFFSET = 8 + FramePort.HEAD_ROOM;
    private static final int SLOT_LENGTH = FRAME_OFFSET + MAX_FRAME_LENGTH;
    private static final int FRAME_TYPE_ID = 1;
    private static final int NO_CLAIM = -1;

    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer memory;
    private final ControlledMessageHandler onRecord = this::onRecord;
    private int claim = NO_CLAIM;
    private boolean kept;
    private FrameHandler handler = (buffer, index, length) -> true;

    /** What happens to a frame of the ring. */
    @FunctionalInterface
    public interface FrameHandler {

        /**
         * Handles one frame, which may be rewritten in place and sent from where it is. Its head-room (see {@link FramePort}) lies in front of it.
         *
         * @param buffer ring memory
         * @param index of the frame's first byte
         * @param length of the frame in bytes
         * @return false to keep the frame and be handed it again by the next {@link FrameRing#drain}
         */
        boolean onFrame(MutableDirectBuffer buffer, int index, int length);
    }

    /**
     * Allocates a ring.
     *
     * @param capacity in bytes, a power of two, at least 1 MiB (which holds 15 frames)
     */
    public FrameRing(final int capacity) {
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacity + TRAILER_LENGTH, 64));
        ring = new OneToOneRingBuffer(memory);
        if (ring.maxMsgLength() < SLOT_LENGTH) {
            throw new IllegalArgumentException(
                    "a ring of " + capacity + " bytes cannot hold frames of 64 KiB; use at least 1 MiB");
        }
    }

    /**
     * Receives frames until the port has none, the ring is full or the limit is reached.
     *
     * @param port to receive from
     * @param limit most frames
     * @return frames received, or {@link FramePort#FAILED} if the port failed before the first one
     */
    public int fill(final FramePort port, final int limit) {
        int received = 0;
        while (received < limit) {
            if (claim == NO_CLAIM) {
                claim = ring.tryClaim(FRAME_TYPE_ID, SLOT_LENGTH);
                if (claim < 0) {
                    claim = NO_CLAIM;
                    break;
                }
            }
            final int length = port.receive(memory, claim + FRAME_OFFSET, MAX_FRAME_LENGTH);
            if (length <= 0) {
                return received == 0 ? length : received;
            }
            memory.putInt(claim, length);
            ring.commit(claim);
            claim = NO_CLAIM;
            received++;
        }
        return received;
    }

    /**
     * Hands frames to the handler in order, until one is kept, the ring is empty or the limit is reached.
     *
     * @param frameHandler what to do with each
     * @param limit most frames
     * @return frames handled
     */
    public int drain(final FrameHandler frameHandler, final int limit) {
        handler = frameHandler;
        kept = false;
        final int handled = ring.controlledRead(onRecord, limit);
        // one read ends at the end of the memory, maybe with nothing but padding: what lies behind the wrap takes a
        // second one
        return kept || handled == limit ? handled : handled + ring.controlledRead(onRecord, limit - handled);
    }

    private ControlledMessageHandler.Action onRecord(
            final int typeId, final MutableDirectBuffer buffer, final int index, final int length) {
        kept = !handler.onFrame(buffer, index + FRAME_OFFSET, buffer.getInt(index));
        return kept ? ControlledMessageHandler.Action.ABORT : ControlledMessageHandler.Action.CONTINUE;
    }
}
