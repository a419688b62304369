package io.fairlead.netstack.ring;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.fairlead.netstack.port.FramePort;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;

/**
 * Frames of one port between its receive call and their way out, in ring memory that both calls use directly.
 *
 * <p>A frame is one record of an Agrona {@link OneToOneRingBuffer}. How long it is shows when it has been received, and a claim cannot be shortened; so it is
 * received behind the last record, where nobody but the producer writes, and claimed then with the length that it has. Frames lie close together, and small ones
 * touch little memory. Header and frame lie as one read(2) and one write(2) move them; the IP header of an untagged frame, at 32, is aligned:
 *
 * <pre>
 *   0                     8                 18
 *   +---------------------+-----------------+------------------------------------------+
 *   | header of the record| VirtioNetHeader | frame (up to MAX_FRAME_LENGTH bytes) ...  |
 *   +---------------------+-----------------+------------------------------------------+
 * </pre>
 *
 * <p>One thread fills, one (the same or another) drains; neither allocates.
 */
public final class FrameRing {

    /** Room for a frame: 64 KiB of IP packet, Ethernet header and two tags. */
    public static final int MAX_FRAME_LENGTH = 65_536 + 14 + 8;

    private static final int FRAME_OFFSET = RecordDescriptor.HEADER_LENGTH + FramePort.HEAD_ROOM;
    private static final int FRAME_TYPE_ID = 1;
    private static final int NO_ROOM = -1;

    /** Of its memory an empty ring uses the first part alone, which stays in the cache of a processor. */
    private static final int REWIND_PART = 4;

    /** For the longest frame, with the header of the record behind it, which a claim clears. */
    private static final int LONGEST_RECORD =
            BitUtil.align(FRAME_OFFSET + MAX_FRAME_LENGTH + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);

    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer memory;
    private final ControlledMessageHandler onRecord = this::onRecord;
    private boolean kept;
    private long filledFrom;
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

    /** Looks at a frame of the ring. */
    @FunctionalInterface
    public interface FrameObserver {

        /**
         * Looks at one frame.
         *
         * @param buffer ring memory
         * @param index of the frame's first byte
         * @param length of the frame in bytes
         */
        void onFrame(MutableDirectBuffer buffer, int index, int length);
    }

    /**
     * Allocates a ring.
     *
     * @param capacity in bytes, a power of two, at least 1 MiB (which holds 15 frames of 64 KiB, or some thousands of small ones)
     */
    public FrameRing(final int capacity) {
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacity + TRAILER_LENGTH, 64));
        ring = new OneToOneRingBuffer(memory);
        if (ring.maxMsgLength() < LONGEST_RECORD) {
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
        if (recordAtTail() > ring.capacity() / REWIND_PART && ring.size() == 0) {
            rewind();
        }
        filledFrom = ring.producerPosition();
        while (received < limit) {
            final int record = nextRecord();
            if (record == NO_ROOM) {
                break;
            }
            final int length = port.receive(memory, record + FRAME_OFFSET, MAX_FRAME_LENGTH);
            if (length <= 0) {
                return received == 0 ? length : received;
            }
            ring.commit(ring.tryClaim(FRAME_TYPE_ID, FramePort.HEAD_ROOM + length));
            received++;
        }
        return received;
    }

    /**
     * Shows the frames of the last {@link #fill}, in order. By the thread that fills, before any of them is drained.
     *
     * @param observer what to show them to
     */
    public void preview(final FrameObserver observer) {
        final long end = ring.producerPosition();
        long position = filledFrom;
        while (position < end) {
            final int record = (int) position & (ring.capacity() - 1);
            final int length = memory.getInt(RecordDescriptor.lengthOffset(record));
            if (memory.getInt(RecordDescriptor.typeOffset(record)) == FRAME_TYPE_ID) {
                observer.onFrame(memory, record + FRAME_OFFSET, length - FRAME_OFFSET);
            }
            position += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
        }
    }

    /** Where the record of the next claim begins, if it may become as long as the longest frame needs. */
    private int nextRecord() {
        int record = recordAtTail();
        if (ring.capacity() - record < LONGEST_RECORD) {
            // a claim that is too long for what is left goes to the beginning, and leaves padding here, even if it
            // finds no
            // room there
            final int claim = ring.tryClaim(FRAME_TYPE_ID, ring.capacity() - record);
            if (claim >= 0) {
                ring.abort(claim);
            }
            record = recordAtTail();
        }
        final long used = ring.producerPosition() - ring.consumerPosition();
        return ring.capacity() - record < LONGEST_RECORD || ring.capacity() - used < LONGEST_RECORD ? NO_ROOM : record;
    }

    /** Goes back to the beginning, over as much padding as it takes. Only the headers of the paddings are touched. */
    private void rewind() {
        int toEnd = ring.capacity() - recordAtTail();
        while (toEnd < ring.capacity()) {
            // one that fits exactly is followed by the beginning
            final int padding = Math.min(toEnd, ring.maxMsgLength()) - RecordDescriptor.HEADER_LENGTH;
            final int claim = ring.tryClaim(FRAME_TYPE_ID, padding);
            if (claim < 0) {
                return;
            }
            ring.abort(claim);
            toEnd = ring.capacity() - recordAtTail();
        }
    }

    private int recordAtTail() {
        return (int) ring.producerPosition() & (ring.capacity() - 1);
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
        kept = !handler.onFrame(buffer, index + FramePort.HEAD_ROOM, length - FramePort.HEAD_ROOM);
        return kept ? ControlledMessageHandler.Action.ABORT : ControlledMessageHandler.Action.CONTINUE;
    }
}
