package io.fairlead.tools.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.io.IORuntimeException;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.posix.PosixAPI;

/** A file of any length as one piece of memory, mapped for reading by Chronicle Bytes. */
final class FileMemory implements AutoCloseable {

    static {
        // as for the tables of a node: nothing here needs its native binding, nor a thread that unmaps
        PosixAPI.useNoOpPosixApi();
        System.setProperty("background.releaser", "false");
        System.setProperty("system.properties", "/dev/null");
    }

    private final Path path;
    private final long length;
    private final MappedFile file;
    private final MappedBytesStore store;
    private final long address;

    private FileMemory(final Path path, final long length, final MappedFile file) throws IOException {
        this.path = path;
        this.length = length;
        this.file = file;
        store = file.acquireByteStore(ReferenceOwner.INIT, 0);
        address = store.addressForRead(0);
    }

    static FileMemory open(final Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is not a regular file: what comes through a pipe has to be saved first");
        }
        if (!Files.isReadable(path)) {
            throw new IOException(path + " cannot be read: check its permissions");
        }
        final long length = Files.size(path);
        if (length == 0) {
            throw new CaptureException(path, 0, "the file is empty");
        }
        try {
            final MappedFile file = MappedFile.ofSingle(path.toFile(), length, true);
            file.singleThreadedCheckDisabled(true);
            file.syncMode(SyncMode.NONE);
            return new FileMemory(path, length, file);
        } catch (final IORuntimeException e) {
            throw new IOException(path + " cannot be mapped: " + e.getMessage(), e);
        }
    }

    long length() {
        return length;
    }

    /** Where a byte of the file is in memory. Whoever asks has checked that it is there. */
    long address(final long offset) {
        return address + offset;
    }

    CaptureException damaged(final long offset, final String reason) {
        return new CaptureException(path, offset, reason);
    }

    @Override
    public void close() {
        store.release(ReferenceOwner.INIT);
        store.releaseLast(file);
        file.releaseLast();
    }
}
