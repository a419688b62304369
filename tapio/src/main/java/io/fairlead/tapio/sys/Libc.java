package io.fairlead.tapio.sys;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.SaveError;

/**
 * The functions of the C library that Fairlead uses, by their own names: see section 2 or 3 of the manual.
 *
 * <p>Pointers are plain addresses of off-heap memory, so that no call allocates or copies; {@link #open} alone takes a string and is for
 * set-up. A result of -1 means failure, with the reason in {@link Errnos#last()} until the thread's next call.
 * Functions of exactly six integer arguments (sendto, recvfrom, mmap) are left out: the machine code that JNR makes for a call on x86-64 passes the sixth wrong.
 *
 * <p>Safe to use from any thread.
 */
public interface Libc {

    /** The C library of this process. */
    Libc LIBC = LibraryLoader.create(Libc.class).failImmediately().load("c");

    @SaveError
    int open(CharSequence path, int flags);

    @SaveError
    int close(int fd);

    @SaveError
    long read(int fd, long address, long length);

    @SaveError
    long write(int fd, long address, long length);

    @SaveError
    int ioctl(int fd, long request, long argument);

    @SaveError
    int ppoll(long pollFds, long count, long timespec, long signalMask);

    @SaveError
    int eventfd(int initialValue, int flags);

    @SaveError
    int socket(int domain, int type, int protocol);

    @SaveError
    int bind(int fd, long address, int length);

    @SaveError
    int setsockopt(int fd, int level, int option, long address, int length);

    @SaveError
    int getsockopt(int fd, int level, int option, long address, long lengthAddress);

    @SaveError
    long send(int fd, long address, long length, int flags);

    @SaveError
    long recv(int fd, long address, long length, int flags);

    /** Returns the error number itself, 0 for success. */
    int posix_fallocate(int fd, long offset, long length);

    @SaveError
    int munmap(long address, long length);

    /** A system call without a function of its own, of at most four arguments. */
    @SaveError
    long syscall(long number, long first, long second, long third, long fourth);

    /** One of at most six. Slow, and it allocates: for set-up. */
    @SaveError
    long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth);

    @SaveError
    int sched_setscheduler(int pid, int policy, long parameters);

    @SaveError
    int sched_setaffinity(int pid, long length, long mask);

    @SaveError
    int sched_getaffinity(int pid, long length, long mask);

    /** Of the GNU library; another one throws {@link UnsatisfiedLinkError}. */
    int malloc_trim(long pad);
}
