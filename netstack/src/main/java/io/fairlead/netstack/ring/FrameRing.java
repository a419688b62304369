package io.fairlead.netstack.ring;

import io.fairlead.netstack.port.FramePort;
import org.agrona.BitUtil;
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
 * touch little memory. Of several that are received at once, each but the last has room for the longest, and padding behind it. Header and frame lie as one read(2) and one write(2) move them; the IP header of an untagged frame, at 32, is aligned:
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

    /** {@link #outcome} of a call that gave a frame for each that was asked for. */
    private static final int RECEIVED_ALL = 1;

    /** Of its memory an empty ring uses the first part alone, or what a batch needs: that stays in the cache of a processor. */
    private static final int REWIND_PART = 4;

    /** As much of the ring may be taken by one batch; so that one finds room that begins where the one before has ended, or before that. */
    private static final int BATCH_PART = 2;

    /** For the longest frame, with the header of the record behind it, which a claim clears. */
    private static final int LONGEST_RECORD =
            BitUtil.align(FRAME_OFFSET + MAX_FRAME_LENGTH + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);

    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer memory;
    private final ControlledMessageHandler onRecord = this::onRecord;
    private final int mostAtOnce;
    private final int[] results;
    private boolean kept;
    private long filledFrom;
    private int expected = 1;
    private int outcome;
    private int failures;
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
        memory = RingMemory.of(this, capacity);
        ring = new OneToOneRingBuffer(memory);
        if (ring.maxMsgLength() < LONGEST_RECORD) {
            throw new IllegalArgumentException(
                    "a ring of " + capacity + " bytes cannot hold frames of 64 KiB; use at least 1 MiB");
        }
        mostAtOnce = ring.capacity() / BATCH_PART / LONGEST_RECORD;
        results = new int[mostAtOnce];
    }

    /**
     * Receives frames until the port has none, the ring is full or the limit is reached. A port that can is asked for as many at once as were there the last
     * time, and for one more, which finds out that there is no other.
     *
     * @param port to receive from
     * @param limit most frames
     * @return frames received, or {@link FramePort#FAILED} if the port failed before the first one
     */
    public int fill(final FramePort port, final int limit) {
        final int most = Math.min(port.receiveBatchLimit(), mostAtOnce);
        int wanted = Math.min(expected, most);
        final int near = Math.max(ring.capacity() / REWIND_PART, wanted * LONGEST_RECORD);
        if (recordAtTail() > near && ring.size() == 0) {
            rewind();
        }
        filledFrom = ring.producerPosition();
        int received = 0;
        outcome = RECEIVED_ALL;
        failures = 0;
        while (outcome == RECEIVED_ALL && received < limit) {
            final int asked = Math.min(wanted, limit - received);
            final int slots = slots(asked);
            // many small batches where little room is left would cost more than they are worth
            if (slots == 0 || (received > 0 && slots < asked)) {
                break;
            }
            received += slots > 1 ? receiveBatch(port, slots) : receive(port);
            wanted = Math.min(received + 1, most);
        }
        if (received == 0 && outcome == FramePort.FAILED) {
            return FramePort.FAILED;
        }
        if (received > 0) {
            expected = received + 1;
        }
        return received;
    }

    /** One frame, behind the last one. Returns how many. */
    private int receive(final FramePort port) {
        final int length = port.receive(memory, recordAtTail() + FRAME_OFFSET, MAX_FRAME_LENGTH);
        if (length <= 0) {
            none(length);
            return 0;
        }
        claim(length);
        return 1;
    }

    /** Some frames, each into a slot that has room for the longest. Returns how many. */
    private int receiveBatch(final FramePort port, final int slots) {
        final int first = recordAtTail();
        port.receiveBatch(memory, first + FRAME_OFFSET, LONGEST_RECORD, MAX_FRAME_LENGTH, results, slots);
        int received = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (results[slot] > 0) {
                padTo(first + slot * LONGEST_RECORD);
                claim(results[slot]);
                received++;
            } else {
                none(results[slot]);
            }
        }
        return received;
    }

    /** In place of a frame came {@link FramePort#WOULD_BLOCK} or {@link FramePort#FAILED}. */
    private void none(final int result) {
        if (result == FramePort.FAILED) {
            failures++;
        }
        if (outcome != FramePort.FAILED) {
            outcome = result;
        }
    }

    /**
     * How many reads of the last {@link #fill} failed. Each may have cost a frame, also where others were received before and behind it.
     *
     * @return 0 if none did
     */
    public int failures() {
        return failures;
    }

    private void claim(final int frameLength) {
        ring.commit(ring.tryClaim(FRAME_TYPE_ID, FramePort.HEAD_ROOM + frameLength));
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

    /** How many of the longest frames find room from the tail on, without going back to the beginning; but not more than wanted. */
    private int slots(final int wanted) {
        if (ring.capacity() - recordAtTail() < LONGEST_RECORD) {
            // a claim that is too long for what is left goes to the beginning, and leaves padding here, even if it
            // finds no room there
            final int claim = ring.tryClaim(FRAME_TYPE_ID, ring.capacity() - recordAtTail());
            if (claim >= 0) {
                ring.abort(claim);
            }
        }
        final long free = ring.capacity() - (ring.producerPosition() - ring.consumerPosition());
        final long room = Math.min(free, ring.capacity() - recordAtTail());
        return room < (long) wanted * LONGEST_RECORD ? (int) (room / LONGEST_RECORD) : wanted;
    }

    /** Goes back to the beginning, over as much padding as it takes. */
    private void rewind() {
        padTo(ring.capacity());
    }

    /** Has the next record begin there, or the end of the memory. Only the headers of the paddings are touched. */
    private void padTo(final int record) {
        int gap = record - recordAtTail();
        while (gap > 0) {
            final int claim =
                    ring.tryClaim(FRAME_TYPE_ID, Math.min(gap, ring.maxMsgLength()) - RecordDescriptor.HEADER_LENGTH);
            if (claim < 0) {
                return;
            }
            ring.abort(claim);
            final int tail = recordAtTail();
            // what fits exactly at the end of the memory is followed by the beginning
            gap = tail == 0 ? 0 : record - tail;
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
