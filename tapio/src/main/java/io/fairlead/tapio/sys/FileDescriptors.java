package io.fairlead.tapio.sys;

import static io.fairlead.tapio.sys.Libc.LIBC;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What every owner of a file descriptor needs. For set-up and shut-down: allocates. Safe to use from any thread. */
public final class FileDescriptors {

    private FileDescriptors() {}

    /**
     * Passes a result on unless it says failure.
     *
     * @param result of a call
     * @param doing what was being done, for the message
     * @return the result, not negative
     * @throws SystemCallException if the result is negative
     */
    public static int check(final int result, final String doing) {
        if (result < 0) {
            throw new SystemCallException(doing, Errnos.last());
        }
        return result;
    }

    /**
     * Closes a descriptor; there is nothing that a caller could do about a failure.
     *
     * @param fd to close; nothing happens if negative
     */
    public static void close(final int fd) {
        if (fd >= 0) {
            LIBC.close(fd);
        }
    }

    /**
     * Zeroed off-heap memory that lives as long as the buffer.
     *
     * @param length in bytes
     * @return the memory, whose {@code addressOffset()} is its address
     */
    public static UnsafeBuffer memory(final int length) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
    }
}
