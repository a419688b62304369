package io.fairlead.tools.replay;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tools.capture.CapturedFrame;
import java.util.ArrayDeque;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** A port into which frames of the capture are put, one at a time, and those of other nodes; what is sent is handed on. */
final class ReplayPort implements FramePort {

    private static final byte[] NO_FRAME = {};

    private final FrameSink sent;
    private final Queue<byte[]> injected = new ArrayDeque<>();
    private @Nullable CapturedFrame captured;

    /** Where frames go. */
    @FunctionalInterface
    interface FrameSink {
        void accept(DirectBuffer buffer, int index, int length);
    }

    ReplayPort(final FrameSink sent) {
        this.sent = sent;
    }

    /** The next frame to be received. */
    void offer(final CapturedFrame frame) {
        captured = frame;
    }

    /** A frame to be received after those that were put in before. */
    void inject(final byte[] frame) {
        injected.add(frame);
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        final CapturedFrame frame = captured;
        if (frame != null) {
            captured = null;
            return receive(frame, buffer, index, maxLength);
        }
        final byte[] other = injected.isEmpty() ? NO_FRAME : injected.remove();
        if (other.length > 0) {
            clearHeader(buffer, index);
            buffer.putBytes(index, other);
        }
        return other.length;
    }

    /** What a short capture has cut off is zeros: the headers say how long it is. */
    private static int receive(
            final CapturedFrame frame, final MutableDirectBuffer buffer, final int index, final int maxLength) {
        final int captured = Math.min(frame.length(), maxLength);
        final int length = Math.min(frame.originalLength(), maxLength);
        clearHeader(buffer, index);
        buffer.putBytes(index, frame.buffer(), 0, captured);
        if (captured < length) {
            buffer.setMemory(index + captured, length - captured, (byte) 0);
        }
        return length;
    }

    private static void clearHeader(final MutableDirectBuffer buffer, final int index) {
        buffer.putLong(index - HEAD_ROOM, 0);
        buffer.putShort(index - HEAD_ROOM + Long.BYTES, (short) 0);
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        sent.accept(buffer, index, length);
        return length;
    }

    @Override
    public int lastError() {
        return 0;
    }

    @Override
    public void close() {
        injected.clear();
    }
}
