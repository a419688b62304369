package io.fairlead.tools.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the daemon of a node. The kernel takes it back when the process ends in whatever way, so a lock is never stale; the
 * socket and the process id beside it may be.
 *
 * <p>It is a POSIX record lock: the kernel drops it as soon as the process closes any other descriptor of the file. A process must
 * therefore try for a given node once only.
 */
public final class NodeLock implements AutoCloseable {

    private static final String LOCK_FILE = "lock";
    private static final int MAX_PID_LENGTH = 20;

    private final FileChannel channel;
    private final Path directory;

    private NodeLock(FileChannel channel, Path directory) {
        this.channel = channel;
        this.directory = directory;
    }

    /**
     * Takes the lock of a node, making its directory if need be.
     *
     * @param runDirectory holds the nodes
     * @param name of the node
     * @return held until it is closed or the process ends
     * @throws AlreadyRunningException if another daemon has it
     * @throws IOException if the directory or the file cannot be made
     */
    public static NodeLock acquire(RunDirectory runDirectory, String name) throws IOException {
        Path directory = runDirectory.createNode(name);
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK_FILE),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (!isLocked(channel)) {
                throw new AlreadyRunningException(name, readPid(channel));
            }
            writePid(channel);
            return new NodeLock(channel, directory);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String readPid(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_PID_LENGTH);
        channel.read(buffer, 0);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
    }

    private static void writePid(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
    }

    /**
     * The directory of the node.
     *
     * @return it exists
     */
    public Path directory() {
        return directory;
    }

    /** Gives the lock back. The file stays: removing it would let two processes lock two files of one name. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Thrown when a node has a daemon already. */
    public static final class AlreadyRunningException extends IOException {

        private static final long serialVersionUID = 1L;

        AlreadyRunningException(String name, String pid) {
            super("a daemon for node " + name + " is already running (pid " + (pid.isEmpty() ? "unknown" : pid) + ")");
        }
    }
}
