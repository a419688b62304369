package io.fairlead.tapio;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tapio.uring.WriteQueue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A TAP for the data path: frames are received one by one, and sent in batches by one system call for each {@link #flush}. Others may go on to send through
 * the {@link TapPort} itself.
 *
 * <p>For one thread at a time; allocates as {@link TapPort} does.
 */
public final class BatchingPort implements FramePort {

    /** More than a duty cycle sends to one port. */
    private static final int CAPACITY = 256;

    private final TapPort tap;
    private final WriteQueue queue;
    private int refused;
    private int lastError;

    /**
     * Puts a queue before a TAP.
     *
     * @param tap stays its owner's, who closes it after this port
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel has no io_uring, or forbids it
     */
    public BatchingPort(final TapPort tap) {
        this.tap = tap;
        this.queue = WriteQueue.open(tap.fd(), CAPACITY);
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        final int length = tap.receive(buffer, index, maxLength);
        if (length == FAILED) {
            lastError = tap.lastError();
        }
        return length;
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        final long address = buffer.addressOffset() + index - HEAD_ROOM;
        if (!queue.offer(address, HEAD_ROOM + length)) {
            refused += queue.flush();
            queue.offer(address, HEAD_ROOM + length);
        }
        return length;
    }

    @Override
    public int flush() {
        final int all = refused + queue.flush();
        refused = 0;
        if (all > 0) {
            lastError = queue.lastError();
        }
        return all;
    }

    @Override
    public int lastError() {
        return lastError;
    }

    /** Gives the queue back; the TAP stays open. */
    @Override
    public void close() {
        queue.close();
    }
}
