package io.fairlead.tools.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal's two files, for whoever reads it: the present one, and the one that was full before. They are readable whether the daemon lives or not, and while
 * it writes.
 *
 * @param folder of the node
 */
public record EventFiles(Path folder) {

    private static final int ATTEMPTS = 5;
    private static final int TAIL_LENGTH = 1 << 16;

    /**
     * What could be read.
     *
     * @param events the oldest first
     * @param unreadable lines that are no events: a crash or a full disk has cut them short
     */
    public record History(List<Event> events, int unreadable) {}

    /** The one that is written to. */
    Path present() {
        return folder.resolve("events.jsonl");
    }

    /** The one before. */
    Path former() {
        return folder.resolve("events.1.jsonl");
    }

    /**
     * Whether there is a journal.
     *
     * @return false if the node was never started on this machine
     */
    public boolean exist() {
        return Files.exists(present()) || Files.exists(former());
    }

    /**
     * Tells whether anything was written since an earlier call.
     *
     * @return another text each time something was
     * @throws IOException if the files cannot be looked at
     */
    public String state() throws IOException {
        return identity(former()) + " " + identity(present())
                + (Files.exists(present()) ? " " + Files.size(present()) : "");
    }

    /**
     * Reads all that is kept.
     *
     * @return the events in the order in which they were told
     * @throws IOException if the files cannot be read
     */
    public History read() throws IOException {
        History history = new History(List.of(), 0);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String before = identity(former());
            history = readOnce();
            // else the files have changed places meanwhile
            if (before.equals(identity(former()))) {
                break;
            }
        }
        return history;
    }

    /** The last event, without reading all of them: a start should not have to. */
    Optional<Event> last() throws IOException {
        for (Path file : List.of(present(), former())) {
            List<String> lines = tail(file);
            for (int i = lines.size() - 1; i >= 0; i--) {
                Optional<Event> event = EventLine.read(lines.get(i));
                if (event.isPresent()) {
                    return event;
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> tail(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer tail = ByteBuffer.allocate(TAIL_LENGTH);
            channel.read(tail, Math.max(0, channel.size() - TAIL_LENGTH));
            return new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private History readOnce() throws IOException {
        TreeMap<Long, Event> events = new TreeMap<>();
        int unreadable = 0;
        for (Path file : List.of(former(), present())) {
            for (String line : lines(file)) {
                Optional<Event> event = EventLine.read(line);
                event.ifPresent(read -> events.put(read.sequence(), read));
                if (event.isEmpty()) {
                    unreadable++;
                }
            }
        }
        return new History(List.copyOf(events.values()), unreadable);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            List<String> lines = new ArrayList<>();
            // not readAllLines, which gives up at a byte that is no UTF-8
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .forEach(lines::add);
            return lines;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static String identity(Path file) throws IOException {
        try {
            @Nullable
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Objects.toString(key);
        } catch (NoSuchFileException e) {
            return "none";
        }
    }
}
