package io.fairlead.tools.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the journal: appends lines to the present file until it is full, which then takes the place of the former one. So at least one file's worth of events is
 * kept, some thousands. Whoever writes has the node's lock.
 */
final class EventWriter implements AutoCloseable {

    /** A file that is as long as that is full. */
    static final int FILE_LENGTH = 1 << 20;

    private final EventFiles files;
    private final int fileLength;
    private @Nullable FileChannel channel;
    private long lastSequence;

    EventWriter(EventFiles files) {
        this(files, FILE_LENGTH);
    }

    EventWriter(EventFiles files, int fileLength) {
        this.files = files;
        this.fileLength = fileLength;
    }

    /**
     * Opens the journal, unless it is open.
     *
     * @return the last event in it, if it was opened by this call and has any
     */
    Optional<Event> open() throws IOException {
        if (channel != null) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(files.folder());
            Optional<Event> last = files.last();
            FileChannel opened = FileChannel.open(
                    files.present(),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            channel = opened;
            endTornLine(opened);
            last.ifPresent(event -> lastSequence = Math.max(lastSequence, event.sequence()));
            return last;
        } catch (FileSystemException e) {
            throw inWords(e);
        }
    }

    /** A line that a crash has cut short stays alone. */
    private void endTornLine(FileChannel opened) throws IOException {
        long size = opened.size();
        if (size > 0) {
            try (FileChannel reader = FileChannel.open(files.present(), StandardOpenOption.READ)) {
                ByteBuffer last = ByteBuffer.allocate(1);
                reader.read(last, size - 1);
                if (last.get(0) != '\n') {
                    opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
                }
            }
        }
    }

    /** Appends an event, which gets the next number. */
    void write(Instant time, String type, String level, String message, Map<String, String> details)
            throws IOException {
        open();
        Event event = new Event(lastSequence + 1, time, type, level, message, details);
        ByteBuffer line = ByteBuffer.wrap((EventLine.of(event) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            FileChannel present = rotated();
            while (line.hasRemaining()) {
                present.write(line);
            }
            lastSequence++;
        } catch (IOException e) {
            // a part of the line may be there: the next attempt begins anew
            close();
            throw e instanceof FileSystemException failure ? inWords(failure) : e;
        }
    }

    private FileChannel rotated() throws IOException {
        FileChannel present = Objects.requireNonNull(channel);
        if (present.size() >= fileLength) {
            flush();
            close();
            Files.move(
                    files.present(),
                    files.former(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            open();
        }
        return Objects.requireNonNull(channel);
    }

    /** What was written outlives the machine. */
    void flush() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            try {
                channel.close();
            } finally {
                channel = null;
            }
        }
    }

    /** Of these the path alone may be the message. */
    private IOException inWords(FileSystemException e) {
        @Nullable String reason = e.getReason();
        return new IOException((reason == null ? e.getClass().getSimpleName() : reason) + " (" + place() + ")", e);
    }

    private Path place() {
        return files.folder();
    }
}
