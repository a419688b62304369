package io.fairlead.tools.capture.live;

import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.tools.capture.Decision;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A frame and what was decided about it, where it lies in a {@link CaptureRing}. Reused for each; valid until the next one is read. */
final class CaptureRecord {

    private static final int TIME_OFFSET = 0;
    private static final int MOVED_OFFSET = 8;
    private static final int MAC_OFFSET = 16;
    private static final int VERDICT_OFFSET = 24;
    private static final int CHOSEN_BY_OFFSET = 28;
    private static final int ORIGINAL_LENGTH_OFFSET = 32;
    private static final int SESSION_OFFSET = 36;
    private static final int FRAME_OFFSET = 40;

    private DirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int offset;
    private int length;
    private CaptureSide side = CaptureSide.UPLINK;

    static int length(final int captured) {
        return FRAME_OFFSET + captured;
    }

    /** Allocates nothing. */
    static void put(
            final MutableDirectBuffer to,
            final int at,
            final int session,
            final long timeNs,
            final int verdict,
            final long moved,
            final int chosenBy,
            final long destinationMac,
            final int originalLength,
            final DirectBuffer frame,
            final int captured) {
        to.putLong(at + TIME_OFFSET, timeNs);
        to.putLong(at + MOVED_OFFSET, moved);
        to.putLong(at + MAC_OFFSET, destinationMac);
        to.putInt(at + VERDICT_OFFSET, verdict);
        to.putInt(at + CHOSEN_BY_OFFSET, chosenBy);
        to.putInt(at + ORIGINAL_LENGTH_OFFSET, originalLength);
        to.putInt(at + SESSION_OFFSET, session);
        to.putBytes(at + FRAME_OFFSET, frame, 0, captured);
    }

    CaptureRecord wrap(final CaptureSide from, final DirectBuffer record, final int at, final int recordLength) {
        side = from;
        buffer = record;
        offset = at;
        length = recordLength;
        return this;
    }

    CaptureSide side() {
        return side;
    }

    /** Which capture it is for. */
    int session() {
        return buffer.getInt(offset + SESSION_OFFSET);
    }

    /** On the clock of the tap. */
    long timeNs() {
        return buffer.getLong(offset + TIME_OFFSET);
    }

    Decision decision() {
        return new Decision(
                buffer.getInt(offset + VERDICT_OFFSET),
                buffer.getLong(offset + MOVED_OFFSET),
                ChosenBy.ofCode(buffer.getInt(offset + CHOSEN_BY_OFFSET)));
    }

    /** Where the frame was sent to; the frame itself is as it came. */
    long destinationMac() {
        return buffer.getLong(offset + MAC_OFFSET);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int frameIndex() {
        return offset + FRAME_OFFSET;
    }

    int captured() {
        return length - FRAME_OFFSET;
    }

    int originalLength() {
        return buffer.getInt(offset + ORIGINAL_LENGTH_OFFSET);
    }
}
