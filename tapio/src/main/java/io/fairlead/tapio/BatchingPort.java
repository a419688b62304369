package io.fairlead.tapio;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tapio.uring.ReadBatch;
import io.fairlead.tapio.uring.WriteQueue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A TAP for the data path: one system call receives many frames, and one for each {@link #flush} sends many. Others may go on to send through the {@link TapPort}
 * itself.
 *
 * <p>For one thread at a time; allocates as {@link TapPort} does.
 */
public final class BatchingPort implements FramePort {

    /** More than a duty cycle sends to one port. */
    private static final int CAPACITY = 256;

    /** As many as a duty cycle takes. */
    private static final int READS = 64;

    private final TapPort tap;
    private final WriteQueue queue;
    private final ReadBatch reads;
    private int refused;
    private int lastError;

    /**
     * Puts queues before a TAP.
     *
     * @param tap stays its owner's, who closes it after this port
     * @throws SystemCallException if the kernel has no io_uring, or forbids it
     */
    public BatchingPort(final TapPort tap) {
        this.tap = tap;
        this.queue = WriteQueue.open(tap.fd(), CAPACITY);
        try {
            this.reads = ReadBatch.open(tap.fd(), READS);
        } catch (final SystemCallException e) {
            queue.close();
            throw e;
        }
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
    public int receiveBatchLimit() {
        return READS;
    }

    @Override
    public void receiveBatch(
            final MutableDirectBuffer buffer,
            final int index,
            final int stride,
            final int maxLength,
            final int[] results,
            final int count) {
        reads.read(buffer.addressOffset() + index - HEAD_ROOM, stride, HEAD_ROOM + maxLength, results, count);
        for (int i = 0; i < count; i++) {
            results[i] = asReceived(results[i]);
        }
    }

    private int asReceived(final int result) {
        if (result > HEAD_ROOM) {
            return result - HEAD_ROOM;
        }
        if (result == -Errnos.EAGAIN || result == -Errnos.EINTR) {
            return WOULD_BLOCK;
        }
        // a read that found no frame at all must not pass for none being there
        lastError = result < 0 ? -result : Errnos.EPROTO;
        return FAILED;
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

    /** Gives the queues back; the TAP stays open. */
    @Override
    public void close() {
        queue.close();
        reads.close();
    }
}
