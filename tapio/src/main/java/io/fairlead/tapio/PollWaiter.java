package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Waits in ppoll(2) for any of a few descriptors to become readable, or for a wake through an eventfd.
 *
 * <p>{@link #wake} makes a system call only while the owner is blocked or about to be: otherwise it leaves a mark that the next
 * {@link #await} finds. A descriptor that reports an error (its TAP was deleted) is no longer waited for, so that a broken port cannot make
 * the thread spin; its next receive tells. {@link #watch} puts another one in its place.
 *
 * <p>{@link #await} is for the owning thread, all else for any. Neither {@link #await} nor {@link #wake} allocates.
 */
public final class PollWaiter implements Waiter {

    private static final int RUNNING = 0;
    private static final int WAITING = 1;
    private static final int WOKEN = 2;

    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final short POLLIN = 0x001;
    private static final int POLLFD_LENGTH = 8;
    private static final int POLLFD_EVENTS_OFFSET = 4;
    private static final int POLLFD_REVENTS_OFFSET = 6;
    private static final int TIMESPEC_LENGTH = 16;
    private static final int EVENT_LENGTH = 8;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final AtomicInteger state = new AtomicInteger(RUNNING);
    private final Object eventLock = new Object();
    private final int count;
    private final UnsafeBuffer pollFds;
    private final AtomicIntegerArray wanted;
    private final AtomicInteger changes = new AtomicInteger();
    private int seenChanges;
    private final UnsafeBuffer timespec = FileDescriptors.memory(TIMESPEC_LENGTH);
    private final UnsafeBuffer one = FileDescriptors.memory(EVENT_LENGTH);
    private final UnsafeBuffer drained = FileDescriptors.memory(EVENT_LENGTH);
    private int eventFd;

    /**
     * Makes a waiter.
     *
     * @param fds to wait for until they are readable; none for a thread that only other threads wake
     */
    public PollWaiter(final int... fds) {
        eventFd = FileDescriptors.check(LIBC.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "make an eventfd");
        one.putLong(0, 1);
        count = fds.length + 1;
        wanted = new AtomicIntegerArray(fds);
        pollFds = FileDescriptors.memory(count * POLLFD_LENGTH);
        watchIn(0, eventFd);
        for (int i = 0; i < fds.length; i++) {
            watchIn(i + 1, fds[i]);
        }
    }

    /**
     * Waits for another descriptor, beginning with the next {@link #await}; one that goes on still waits for the former, which may be closed all the same.
     *
     * @param source which of those that the waiter was made with, from 0
     * @param fd to wait for instead; -1 for none
     */
    public void watch(final int source, final int fd) {
        wanted.set(source, fd);
        changes.getAndIncrement();
        wake();
    }

    private void applyChanges() {
        final int now = changes.get();
        if (now != seenChanges) {
            seenChanges = now;
            for (int source = 0; source < wanted.length(); source++) {
                watchIn(source + 1, wanted.get(source));
            }
        }
    }

    @Override
    public void await(final long timeoutNs) {
        applyChanges();
        if (!state.compareAndSet(RUNNING, WAITING)) {
            // An atomic exchange, not a plain store: it makes all that was done before any wake so far visible here.
            state.getAndSet(RUNNING);
            return;
        }
        final int ready = LIBC.ppoll(pollFds.addressOffset(), count, timeout(timeoutNs), 0);
        final int errno = ready < 0 ? Errnos.last() : 0;
        state.getAndSet(RUNNING);
        if (ready > 0) {
            inspect();
        } else if (ready < 0 && errno != Errnos.EINTR) {
            throw new SystemCallException("wait for frames (ppoll)", errno);
        }
    }

    @Override
    public void wake() {
        if (state.getAndSet(WOKEN) == WAITING) {
            // The lock keeps a late write off a descriptor number that was closed and given to another file meanwhile.
            synchronized (eventLock) {
                LIBC.write(eventFd, one.addressOffset(), EVENT_LENGTH);
            }
        }
    }

    /** Releases the eventfd; the descriptors waited for belong to their owners. Only after the owning thread's last {@link #await}. */
    @Override
    public void close() {
        synchronized (eventLock) {
            FileDescriptors.close(eventFd);
            eventFd = -1;
        }
    }

    private void watchIn(final int slot, final int fd) {
        pollFds.putInt(slot * POLLFD_LENGTH, fd);
        pollFds.putShort(slot * POLLFD_LENGTH + POLLFD_EVENTS_OFFSET, POLLIN);
    }

    private void inspect() {
        for (int slot = 0; slot < count; slot++) {
            final short happened = pollFds.getShort(slot * POLLFD_LENGTH + POLLFD_REVENTS_OFFSET);
            if (happened != 0 && (happened & POLLIN) == 0) {
                pollFds.putInt(slot * POLLFD_LENGTH, -1);
            } else if (slot == 0 && happened != 0) {
                LIBC.read(pollFds.getInt(0), drained.addressOffset(), EVENT_LENGTH);
            }
        }
    }

    private long timeout(final long timeoutNs) {
        if (timeoutNs == Long.MAX_VALUE) {
            return 0;
        }
        final long bounded = Math.max(0, timeoutNs);
        timespec.putLong(0, bounded / NS_PER_SECOND);
        timespec.putLong(Long.BYTES, bounded % NS_PER_SECOND);
        return timespec.addressOffset();
    }
}
