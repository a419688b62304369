package io.fairlead.tapio.uring;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes to one descriptor that are queued, and then carried out by one system call, in their order. A TAP takes a frame during that call, so that when
 * {@link #flush} returns, all memory that was written from may be used again.
 *
 * <p>For one thread at a time; neither {@link #offer} nor {@link #flush} allocates.
 */
public final class WriteQueue implements AutoCloseable {

    private final int capacity;
    private final int mask;
    private final int ring;
    private final SharedMapping rings;
    private final SharedMapping entries;
    private final UnsafeBuffer ringMemory;
    private final UnsafeBuffer entryMemory;
    private final int submissionTailOffset;
    private final int completionHeadOffset;
    private final int completionTailOffset;
    private final int completionsOffset;
    private final int completionMask;

    private int tail;
    private int queued;
    private int completionHead;
    private int lastError;

    private WriteQueue(final int ring, final UnsafeBuffer params, final int fd) {
        this.ring = ring;
        capacity = params.getInt(UringLayout.PARAMS_SQ_ENTRIES);
        mask = capacity - 1;
        final int completions = params.getInt(UringLayout.PARAMS_CQ_ENTRIES);
        completionMask = completions - 1;
        submissionTailOffset = params.getInt(UringLayout.PARAMS_SQ_TAIL);
        completionHeadOffset = params.getInt(UringLayout.PARAMS_CQ_HEAD);
        completionTailOffset = params.getInt(UringLayout.PARAMS_CQ_TAIL);
        completionsOffset = params.getInt(UringLayout.PARAMS_CQ_CQES);
        final int arrayOffset = params.getInt(UringLayout.PARAMS_SQ_ARRAY);
        rings = SharedMapping.of(
                ring,
                UringLayout.OFF_SQ_RING,
                Math.max(
                        arrayOffset + capacity * Integer.BYTES,
                        completionsOffset + completions * UringLayout.CQE_LENGTH));
        ringMemory = rings.buffer();
        try {
            entries = SharedMapping.of(ring, UringLayout.OFF_SQES, capacity * UringLayout.SQE_LENGTH);
        } catch (final SystemCallException e) {
            rings.close();
            throw e;
        }
        entryMemory = entries.buffer();
        for (int i = 0; i < capacity; i++) {
            ringMemory.putInt(arrayOffset + i * Integer.BYTES, i);
            final int entry = i * UringLayout.SQE_LENGTH;
            entryMemory.setMemory(entry, UringLayout.SQE_LENGTH, (byte) 0);
            entryMemory.putByte(entry + UringLayout.SQE_OPCODE, (byte) UringLayout.OP_WRITE);
            // not registered with the ring: that would hold the TAP open for a while after everybody has closed it
            entryMemory.putInt(entry + UringLayout.SQE_FD, fd);
        }
    }

    /**
     * Makes a queue.
     *
     * @param fd that is written to; stays its owner's, and may be closed after the queue alone
     * @param capacity most writes that are queued, a power of two
     * @return the queue
     * @throws SystemCallException if the kernel has no io_uring, forbids it, or does not carry writes to this descriptor out at once
     */
    public static WriteQueue open(final int fd, final int capacity) {
        final UnsafeBuffer params = FileDescriptors.memory(UringLayout.PARAMS_LENGTH);
        final int ring = FileDescriptors.check(
                (int) LIBC.syscall(UringLayout.SYS_IO_URING_SETUP, capacity, params.addressOffset(), 0, 0),
                "set up io_uring");
        try {
            if ((params.getInt(UringLayout.PARAMS_FEATURES) & UringLayout.FEATURE_SINGLE_MMAP) == 0) {
                throw new SystemCallException("set up io_uring of a kernel before 5.4", Errnos.EINVAL);
            }
            final WriteQueue queue = new WriteQueue(ring, params, fd);
            queue.checkImmediacy();
            return queue;
        } catch (final SystemCallException e) {
            FileDescriptors.close(ring);
            throw e;
        }
    }

    /** A write of nothing fails, or does nothing, at once; but not if this kernel hands writes to this descriptor to a thread of its own. */
    private void checkImmediacy() {
        offer(ringMemory.addressOffset(), 0);
        publish();
        final boolean isDone = enter(1) == 1 && completed() == 1;
        awaitAll(1);
        reap(1);
        if (!isDone || lastError == Errnos.EBADF) {
            rings.close();
            entries.close();
            throw new SystemCallException("write at once through io_uring", isDone ? lastError : Errnos.EAGAIN);
        }
        lastError = 0;
    }

    /**
     * Queues a write.
     *
     * @param address of off-heap memory, which stays as it is until {@link #flush}
     * @param length in bytes
     * @return false if the queue is full
     */
    public boolean offer(final long address, final int length) {
        if (queued == capacity) {
            return false;
        }
        final int entry = (tail & mask) * UringLayout.SQE_LENGTH;
        entryMemory.putLong(entry + UringLayout.SQE_ADDRESS, address);
        entryMemory.putInt(entry + UringLayout.SQE_LENGTH_FIELD, length);
        tail++;
        queued++;
        return true;
    }

    /**
     * Carries out what is queued.
     *
     * @return how many of the writes the kernel refused; {@link #lastError} tells why
     */
    public int flush() {
        if (queued == 0) {
            return 0;
        }
        final int wanted = queued;
        publish();
        final int taken = submit(wanted);
        if (completed() < taken) {
            awaitAll(taken);
        }
        if (taken < wanted) {
            // what the kernel has not taken it never will
            tail -= wanted - taken;
            publish();
        }
        return reap(taken) + wanted - taken;
    }

    private void publish() {
        ringMemory.putIntRelease(submissionTailOffset, tail);
        queued = 0;
    }

    private int submit(final int wanted) {
        int taken = 0;
        while (taken < wanted) {
            final long result = enter(wanted - taken);
            if (result > 0) {
                taken += (int) result;
            } else {
                final int errno = result == 0 ? Errnos.EAGAIN : Errnos.last();
                if (errno != Errnos.EINTR) {
                    lastError = errno;
                    break;
                }
            }
        }
        return taken;
    }

    /** The last two arguments of the call are left to chance: without a flag that asks for completions the kernel does not look at them. */
    private long enter(final int toSubmit) {
        return LIBC.syscall(UringLayout.SYS_IO_URING_ENTER, ring, toSubmit, 0, 0);
    }

    private int completed() {
        return ringMemory.getIntVolatile(completionTailOffset) - completionHead;
    }

    /** The memory must not be used again before its write is done. */
    private void awaitAll(final int wanted) {
        while (completed() < wanted) {
            LIBC.syscall(
                    UringLayout.SYS_IO_URING_ENTER, ring, 0, wanted - completed(), UringLayout.ENTER_GETEVENTS, 0, 0);
        }
    }

    private int reap(final int count) {
        int refused = 0;
        for (int i = 0; i < count; i++) {
            final int entry = completionsOffset + (completionHead & completionMask) * UringLayout.CQE_LENGTH;
            final int result = ringMemory.getInt(entry + UringLayout.CQE_RESULT);
            if (result < 0) {
                lastError = -result;
                refused++;
            }
            completionHead++;
        }
        ringMemory.putIntRelease(completionHeadOffset, completionHead);
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
        rings.close();
        entries.close();
        FileDescriptors.close(ring);
    }
}
