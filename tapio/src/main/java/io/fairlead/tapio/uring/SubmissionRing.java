package io.fairlead.tapio.uring;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An io_uring whose entries all do the same with the same descriptor, at once and in their order: {@link #submit} returns when all are done, and their memory may be
 * used again.
 *
 * <p>For one thread at a time; allocates at set-up alone.
 */
final class SubmissionRing implements AutoCloseable {

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
    private int firstTaken;
    private int completionHead;
    private int error;

    private SubmissionRing(
            final int ring, final UnsafeBuffer params, final int opcode, final int rwFlags, final int fd) {
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
            entryMemory.putByte(entry + UringLayout.SQE_OPCODE, (byte) opcode);
            // not registered with the ring: that would hold the TAP open for a while after everybody has closed it
            entryMemory.putInt(entry + UringLayout.SQE_FD, fd);
            entryMemory.putInt(entry + UringLayout.SQE_RW_FLAGS, rwFlags);
            entryMemory.putLong(entry + UringLayout.SQE_USER_DATA, i);
        }
    }

    /**
     * Makes a ring.
     *
     * @param opcode what each entry does
     * @param rwFlags as of preadv2(2)
     * @param fd with what; stays its owner's, and may be closed after the ring alone
     * @param capacity most entries that are queued, a power of two
     * @throws SystemCallException if the kernel has no io_uring, forbids it, or does not do this with this descriptor at once
     */
    static SubmissionRing open(final int opcode, final int rwFlags, final int fd, final int capacity) {
        final UnsafeBuffer params = FileDescriptors.memory(UringLayout.PARAMS_LENGTH);
        final int ring = FileDescriptors.check(
                (int) LIBC.syscall(UringLayout.SYS_IO_URING_SETUP, capacity, params.addressOffset(), 0, 0),
                "set up io_uring");
        try {
            if ((params.getInt(UringLayout.PARAMS_FEATURES) & UringLayout.FEATURE_SINGLE_MMAP) == 0) {
                throw new SystemCallException("set up io_uring of a kernel before 5.4", Errnos.EINVAL);
            }
            final SubmissionRing made = new SubmissionRing(ring, params, opcode, rwFlags, fd);
            made.checkImmediacy();
            return made;
        } catch (final SystemCallException e) {
            FileDescriptors.close(ring);
            throw e;
        }
    }

    /** A transfer of nothing fails, or does nothing, at once; but not if this kernel hands such transfers to a thread of its own, or waits for them to be possible. */
    private void checkImmediacy() {
        offer(ringMemory.addressOffset(), 0);
        publish();
        final boolean isDone = enter(1) == 1 && completed() == 1;
        int errno = Errnos.EAGAIN;
        if (isDone) {
            errno = -nextResult();
            release();
        }
        if (!isDone || errno == Errnos.EBADF || errno == Errnos.EOPNOTSUPP) {
            rings.close();
            entries.close();
            throw new SystemCallException("transfer at once through io_uring", errno);
        }
    }

    /**
     * Queues an entry.
     *
     * @return false if the ring is full
     */
    boolean offer(final long address, final int length) {
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

    int queued() {
        return queued;
    }

    /**
     * Carries out what is queued.
     *
     * @return how many of them, from the first on, the kernel took, and did: so many times {@link #nextResult} can be called, and then {@link #release}. {@link #error} tells why it did not
     *     take the others, which will never be done
     */
    int submit() {
        final int wanted = queued;
        firstTaken = tail - wanted;
        publish();
        int taken = 0;
        while (taken < wanted) {
            final long result = enter(wanted - taken);
            if (result > 0) {
                taken += (int) result;
            } else {
                final int errno = result == 0 ? Errnos.EAGAIN : Errnos.last();
                if (errno != Errnos.EINTR) {
                    error = errno;
                    break;
                }
            }
        }
        if (completed() < taken) {
            awaitAll(taken);
        }
        if (taken < wanted) {
            tail -= wanted - taken;
            publish();
        }
        return taken;
    }

    private void publish() {
        ringMemory.putIntRelease(submissionTailOffset, tail);
        queued = 0;
    }

    /** The last two arguments of the call are left to chance: without a flag that asks for completions the kernel does not look at them. */
    private long enter(final int toSubmit) {
        return LIBC.syscall(UringLayout.SYS_IO_URING_ENTER, ring, toSubmit, 0, 0);
    }

    private int completed() {
        return ringMemory.getIntVolatile(completionTailOffset) - completionHead;
    }

    /** The memory must not be used again before its transfer is done. */
    private void awaitAll(final int wanted) {
        while (completed() < wanted) {
            LIBC.syscall(
                    UringLayout.SYS_IO_URING_ENTER, ring, 0, wanted - completed(), UringLayout.ENTER_GETEVENTS, 0, 0);
        }
    }

    /**
     * What the next one came to.
     *
     * @return bytes, or an errno, negative
     */
    int nextResult() {
        return ringMemory.getInt(completion(completionHead++) + UringLayout.CQE_RESULT);
    }

    /**
     * Which one {@link #nextResult} is about to tell of.
     *
     * @return how many were queued before it, of those that were submitted with it
     */
    int nextTurn() {
        final int entry = ringMemory.getInt(completion(completionHead) + UringLayout.CQE_USER_DATA);
        return (entry - firstTaken) & mask;
    }

    private int completion(final int position) {
        return completionsOffset + (position & completionMask) * UringLayout.CQE_LENGTH;
    }

    /** Gives the room of all results that were looked at back to the kernel. */
    void release() {
        ringMemory.putIntRelease(completionHeadOffset, completionHead);
    }

    /** Why the kernel did not take all of what was submitted the last time that it did not: an errno. */
    int error() {
        return error;
    }

    /** Drops what is queued and gives everything back. */
    @Override
    public void close() {
        rings.close();
        entries.close();
        FileDescriptors.close(ring);
    }
}
