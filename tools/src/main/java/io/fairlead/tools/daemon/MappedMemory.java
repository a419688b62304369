package io.fairlead.tools.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.io.IORuntimeException;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.posix.PosixAPI;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A file as one piece of memory, mapped by Chronicle Bytes. What is written is in the file though the process dies at once; nothing syncs it to a disk. */
final class MappedMemory implements AutoCloseable {

    static {
        // A native binding of its own, for msync(2), would take longer to load than all the rest; tables on tmpfs have
        // no use for it.
        PosixAPI.useNoOpPosixApi();
        // Unmapped by who closes it, and not by a further thread.
        System.setProperty("background.releaser", "false");
        // Else it takes properties from a file that lies in the working folder by chance.
        System.setProperty("system.properties", "/dev/null");
    }

    private final MappedFile file;
    private final MappedBytesStore memory;
    private final AtomicBuffer buffer;

    /**
     * Maps a file.
     *
     * @param path of a file
     * @param length in bytes; rounded up to a page, the file too
     * @throws UncheckedIOException if that cannot be done
     */
    MappedMemory(final Path path, final int length) {
        try {
            file = MappedFile.ofSingle(path.toFile(), length, false);
            // who closes it need not be who made it
            file.singleThreadedCheckDisabled(true);
            file.syncMode(SyncMode.NONE);
            memory = file.acquireByteStore(ReferenceOwner.INIT, 0);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot map " + path, e);
        } catch (final IORuntimeException e) {
            throw new UncheckedIOException("cannot map " + path, new IOException(e));
        }
        buffer = new UnsafeBuffer(memory.addressForWrite(0), length);
    }

    /** The memory; not to be touched after {@link #close}. */
    AtomicBuffer buffer() {
        return buffer;
    }

    @Override
    public void close() {
        memory.release(ReferenceOwner.INIT);
        // the file keeps its own reference for ever
        memory.releaseLast(file);
        file.releaseLast();
    }
}
