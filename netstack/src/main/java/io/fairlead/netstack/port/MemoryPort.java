package io.fairlead.netstack.port;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
    private int batchLimit = 1;

    /**
     * Puts a frame, for which nothing is left to do, where {@link #receive} finds it.
     *
     * @param frame the whole frame
     */
    public void inject(final byte[] frame) {
        final byte[] whole = new byte[HEAD_ROOM + frame.length];
        System.arraycopy(frame, 0, whole, HEAD_ROOM, frame.length);
        inbound.add(whole);
    }

    /**
     * Puts a frame where {@link #receive} finds it.
     *
     * @param headerAndFrame its {@link io.fairlead.netstack.wire.VirtioNetHeader}, and behind it the whole frame
     */
    public void injectWithHeader(final byte[] headerAndFrame) {
        inbound.add(headerAndFrame.clone());
    }

    /**
     * Takes what was sent since the last call.
     *
     * @return frames in the order they were sent, without their headers
     */
    public List<byte[]> takeSent() {
        return takeSentWithHeaders().stream()
                .map(whole -> Arrays.copyOfRange(whole, HEAD_ROOM, whole.length))
                .toList();
    }

    /**
     * Takes what was sent since the last call.
     *
     * @return frames in the order they were sent, each behind its {@link io.fairlead.netstack.wire.VirtioNetHeader}
     */
    public List<byte[]> takeSentWithHeaders() {
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

    /**
     * Makes it a port that receives several frames at once.
     *
     * @param most frames
     */
    public void batchLimit(final int most) {
        batchLimit = most;
    }

    @Override
    public int receiveBatchLimit() {
        return batchLimit;
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        if (failure != 0) {
            return FAILED;
        }
        final byte[] whole = inbound.poll();
        if (whole == null) {
            return WOULD_BLOCK;
        }
        final int length = Math.min(whole.length - HEAD_ROOM, maxLength);
        buffer.putBytes(index - HEAD_ROOM, whole, 0, HEAD_ROOM + length);
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
        final byte[] whole = new byte[HEAD_ROOM + length];
        buffer.getBytes(index - HEAD_ROOM, whole);
        sent.add(whole);
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
