package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import java.nio.file.Path;

/** Room on a file system, taken before it is needed: a page of a mapped file for which there is none kills whoever touches it (SIGBUS). */
public final class FileSpace {

    private static final int O_RDWR = 0x2;
    private static final int O_CLOEXEC = 0x80000;

    private FileSpace() {}

    /**
     * Makes sure that every byte of a file has its place, making the file longer if need be; what is in it stays as it is. See posix_fallocate(3).
     *
     * @param file that exists
     * @param length in bytes, more than 0
     * @throws SystemCallException if the file cannot be opened, or there is no room for it
     */
    public static void reserve(final Path file, final long length) {
        final int fd = FileDescriptors.check(LIBC.open(file.toString(), O_RDWR | O_CLOEXEC), "open " + file);
        try {
            int error;
            do {
                error = LIBC.posix_fallocate(fd, 0, length);
            } while (error == Errnos.EINTR);
            if (error != 0) {
                throw new SystemCallException(
                        "reserve " + length + " bytes for " + file,
                        error,
                        error == Errnos.ENOSPC
                                ? "make room there: `df " + file.getParent() + "` shows how full it is"
                                : "");
            }
        } finally {
            FileDescriptors.close(fd);
        }
    }
}
