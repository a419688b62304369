package io.fairlead.tapio.uring;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.SystemCallException;
import org.agrona.concurrent.UnsafeBuffer;

/** Memory that a process shares with the kernel by mmap(2). For set-up and shut-down: allocates. */
final class SharedMapping implements AutoCloseable {

    // by its number: mmap itself has six integer arguments, see Libc
    private static final int SYS_MMAP = System.getProperty("os.arch").equals("aarch64") ? 222 : 9;
    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED_POPULATE = 0x8001;

    private final long address;
    private final int length;

    private SharedMapping(final long address, final int length) {
        this.address = address;
        this.length = length;
    }

    /** Maps a part of what a descriptor stands for, readable and writable. */
    static SharedMapping of(final int fd, final long offset, final int length) {
        final long address = LIBC.syscall(SYS_MMAP, 0, length, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset);
        if (address == -1) {
            throw new SystemCallException("map memory", Errnos.last());
        }
        return new SharedMapping(address, length);
    }

    /** All of it, valid until {@link #close}. */
    UnsafeBuffer buffer() {
        return new UnsafeBuffer(address, length);
    }

    @Override
    public void close() {
        LIBC.munmap(address, length);
    }
}
