package io.fairlead.netstack.port;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A port without a kernel: frames are put in and taken out by the program, for tests, simulation and replay. Single-threaded;
 * allocates.
 */
public final class MemoryPort implements FramePort {

    private final Queue<byte[]> inbound = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private boolean blocked;
    private int failure;

    /**
     * Puts a frame where {@link #receive} finds it.
     *
     * @param frame the whole frame
     */
    public void inject(final byte[] frame) {
        inbound.add(frame.clone());
    }

    /**
     * Takes what was sent since the last call.
     *
     * @return frames in the order they were sent
     */
    public List<byte[]> takeSent() {
        final List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /**
     * Makes {@link #send} answer {@link FramePort#WOULD_BLOCK}.
     *
     * @param isBlocked whether there is no room
     */
    public void blocked(final boolean isBlocked) {
        blocked = isBlocked;
    }

    /**
     * Makes both calls fail.
     *
     * @param errno that {@link #lastError} gives; 0 ends the failure
     */
    public void failWith(final int errno) {
        failure = errno;
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        if (failure != 0) {
            return FAILED;
        }
        final byte[] frame = inbound.poll();
        if (frame == null) {
            return WOULD_BLOCK;
        }
        final int length = Math.min(frame.length, maxLength);
        buffer.putBytes(index, frame, 0, length);
        return length;
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        if (failure != 0) {
            return FAILED;
        }
        if (blocked) {
            return WOULD_BLOCK;
        }
        final byte[] frame = new byte[length];
        buffer.getBytes(index, frame);
        sent.add(frame);
        return length;
    }

    @Override
    public int lastError() {
        return failure;
    }

    @Override
    public void close() {
        inbound.clear();
    }
}
