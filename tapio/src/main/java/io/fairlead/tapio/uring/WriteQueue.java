package io.fairlead.tapio.uring;

/**
 * Writes to one descriptor that are queued, and then carried out by one system call, in their order. A TAP takes a frame during that call, so that when
 * {@link #flush} returns, all memory that was written from may be used again.
 *
 * <p>For one thread at a time; neither {@link #offer} nor {@link #flush} allocates.
 */
public final class WriteQueue implements AutoCloseable {

    private final SubmissionRing ring;
    private int lastError;

    private WriteQueue(final SubmissionRing ring) {
        this.ring = ring;
    }

    /**
     * Makes a queue.
     *
     * @param fd that is written to; stays its owner's, and may be closed after the queue alone
     * @param capacity most writes that are queued, a power of two
     * @return the queue
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel has no io_uring, forbids it, or does not carry writes to this descriptor out at once
     */
    public static WriteQueue open(final int fd, final int capacity) {
        return new WriteQueue(SubmissionRing.open(UringLayout.OP_WRITE, 0, fd, capacity));
    }

    /**
     * Queues a write.
     *
     * @param address of off-heap memory, which stays as it is until {@link #flush}
     * @param length in bytes
     * @return false if the queue is full
     */
    public boolean offer(final long address, final int length) {
        return ring.offer(address, length);
    }

    /**
     * Carries out what is queued.
     *
     * @return how many of the writes the kernel refused; {@link #lastError} tells why
     */
    public int flush() {
        final int wanted = ring.queued();
        if (wanted == 0) {
            return 0;
        }
        final int taken = ring.submit();
        int refused = wanted - taken;
        if (refused > 0) {
            lastError = ring.error();
        }
        for (int i = 0; i < taken; i++) {
            final int result = ring.nextResult();
            if (result < 0) {
                lastError = -result;
                refused++;
            }
        }
        ring.release();
        return refused;
    }

    /**
     * Why the last write that was refused was.
     *
     * @return an errno, 0 if there was none
     */
    public int lastError() {
        return lastError;
    }

    /** Drops what is queued and gives everything back. */
    @Override
    public void close() {
        ring.close();
    }
}
