package io.fairlead.tapio.uring;

/**
 * Reads from one descriptor that one system call carries out, in their order, each into room of its own. None of them waits: one
 * that finds nothing fails with EAGAIN, whether the descriptor blocks or not.
 *
 * <p>For one thread at a time; {@link #read} does not allocate.
 */
public final class ReadBatch implements AutoCloseable {

    private final SubmissionRing ring;

    private ReadBatch(final SubmissionRing ring) {
        this.ring = ring;
    }

    /**
     * Prepares for reads.
     *
     * @param fd that is read from; stays its owner's, and may be closed after this alone
     * @param capacity most reads at once, a power of two
     * @return ready to read
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel has no io_uring, forbids it, or does not carry reads from this descriptor out at once
     */
    public static ReadBatch open(final int fd, final int capacity) {
        return new ReadBatch(SubmissionRing.open(UringLayout.OP_READ, UringLayout.RWF_NOWAIT, fd, capacity));
    }

    /**
     * Reads several times.
     *
     * @param address where the first read puts what it finds
     * @param stride from there to where the second one does, and so on, in bytes
     * @param length most bytes of each
     * @param results what each came to, in order: bytes, or an errno, negative
     * @param count how many, not more than the capacity, nor than {@code results} has room for
     */
    public void read(final long address, final int stride, final int length, final int[] results, final int count) {
        for (int i = 0; i < count; i++) {
            ring.offer(address + (long) i * stride, length);
        }
        final int taken = ring.submit();
        for (int i = 0; i < taken; i++) {
            final int turn = ring.nextTurn();
            results[turn] = ring.nextResult();
        }
        ring.release();
        for (int i = taken; i < count; i++) {
            results[i] = -ring.error();
        }
    }

    /** Gives everything back. */
    @Override
    public void close() {
        ring.close();
    }
}
