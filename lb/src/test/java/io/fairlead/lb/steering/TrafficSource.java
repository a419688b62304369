package io.fairlead.lb.steering;

import io.fairlead.netstack.port.FramePort;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An endless stream of frames by chance out of a list. Each of them ends with a mark and its number in the list, so that a {@link TrafficSink} knows what it should
 * look like. Allocates nothing after it was made.
 */
final class TrafficSource {

    /** What the payload of a frame ends with, before the frame's number. */
    static final int MARK = 0x5EED_F00D;

    static final int TRAILER = 2 * Integer.BYTES;

    private final UnsafeBuffer[] frames;
    private final SplittableRandom random;

    TrafficSource(final List<byte[]> frames, final SplittableRandom random) {
        this.frames = frames.stream().map(UnsafeBuffer::new).toArray(UnsafeBuffer[]::new);
        this.random = random;
    }

    /** The payload that gives a frame its number. */
    static byte[] payload(final int number, final int length) {
        final ByteBuffer payload = ByteBuffer.allocate(length + TRAILER);
        for (int i = 0; i < length; i++) {
            payload.put((byte) (31 * number + i));
        }
        return payload.putInt(MARK).putInt(number).array();
    }

    int next(final MutableDirectBuffer buffer, final int index) {
        final UnsafeBuffer frame = frames[random.nextInt(frames.length)];
        buffer.setMemory(index - FramePort.HEAD_ROOM, FramePort.HEAD_ROOM, (byte) 0);
        buffer.putBytes(index, frame, 0, frame.capacity());
        return frame.capacity();
    }
}
