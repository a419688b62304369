package io.fairlead.tools.capture.live;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Captured frames on their way from one data-path thread to the one that writes them. The data path never waits here: where there is no room, a frame is not captured.
 */
public final class CaptureRing {

    /** Room for more than ten thousand frames of the usual snap length, and for some of the longest. */
    static final int CAPACITY = 4 * 1024 * 1024;

    private final OneToOneRingBuffer ring;
    private final CaptureRecord record = new CaptureRecord();
    private final ControlledMessageHandler onMessage = this::onMessage;
    private Reader reader = captured -> false;

    /** Is given what was captured. */
    @FunctionalInterface
    interface Reader {
        /** True if it has taken the frame; false to be given it again by the next call of {@link #read}. */
        boolean take(CaptureRecord captured);
    }

    /** An empty one. */
    public CaptureRing() {
        this(CAPACITY);
    }

    CaptureRing(final int capacity) {
        ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    }

    /** Data path only. False if there is no room. */
    boolean offer(
            final CaptureSide side,
            final int session,
            final long timeNs,
            final int verdict,
            final long moved,
            final int chosenBy,
            final long destinationMac,
            final int originalLength,
            final DirectBuffer frame,
            final int captured) {
        final int index = ring.tryClaim(type(side), CaptureRecord.length(captured));
        if (index < 0) {
            return false;
        }
        CaptureRecord.put(
                ring.buffer(),
                index,
                session,
                timeNs,
                verdict,
                moved,
                chosenBy,
                destinationMac,
                originalLength,
                frame,
                captured);
        ring.commit(index);
        return true;
    }

    /** One other thread. Returns after so many frames, or at the first one that is not taken. */
    int read(final Reader taker, final int most) {
        reader = taker;
        final int read = ring.controlledRead(onMessage, most);
        // none may mean that nothing but padding was left before the ring's end
        return read > 0 ? read : ring.controlledRead(onMessage, most);
    }

    /**
     * Throws away what is in it; the thread that reads.
     *
     * @param most so many frames at most
     * @return how many there were
     */
    public int skip(final int most) {
        return read(record -> true, most);
    }

    private Action onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        return reader.take(record.wrap(CaptureSide.of(type - 1), buffer, index, length))
                ? Action.CONTINUE
                : Action.ABORT;
    }

    /** The ring takes none below 1. */
    private static int type(final CaptureSide side) {
        return side.number() + 1;
    }
}
