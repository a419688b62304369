package io.fairlead.netstack.counter;

import static java.nio.channels.FileChannel.MapMode.READ_ONLY;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one daemon in a mapped file, readable while it runs and after it died.
 *
 * <pre>
 *   0        8        16       24       64
 *   +--------+--------+--------+--------+---------------------+--------------------+
 *   | magic  | version| pid    | room   | counters' meta data | counters' values   |
 *   +--------+--------+--------+--------+---------------------+--------------------+
 * </pre>
 *
 * <p>Room is the number of counters that there are meta data and values for, 0 for {@value #MAX_COUNTERS}. Meta data and values have Agrona's layout ({@link CountersReader}). Allocate counters at set-up from one thread; a counter
 * itself has one writer.
 */
public final class CountersFile implements AutoCloseable {

    /** Most counters that a file can hold if it is not said how many. */
    public static final int MAX_COUNTERS = 512;

    private static final long MAGIC = 0x4641_4952_4C45_4144L; // "FAIRLEAD"
    private static final long VERSION = 1;
    private static final int VERSION_FIELD_OFFSET = 8;
    private static final int PID_FIELD_OFFSET = 16;
    private static final int ROOM_FIELD_OFFSET = 24;
    private static final int HEADER_LENGTH = 64;

    private final @Nullable MappedByteBuffer mapped;
    private final CountersManager counters;

    private CountersFile(final MappedByteBuffer mapped, final int room) {
        this.mapped = mapped;
        this.counters = new CountersManager(metadata(mapped, room), values(mapped, room));
    }

    private CountersFile(final int room) {
        this.mapped = null;
        this.counters = new CountersManager(
                new UnsafeBuffer(new byte[metadataLength(room)]),
                new UnsafeBuffer(ByteBuffer.allocateDirect(valuesLength(room))));
    }

    private static int metadataLength(final int room) {
        return room * CountersReader.METADATA_LENGTH;
    }

    private static int valuesLength(final int room) {
        return room * CountersReader.COUNTER_LENGTH;
    }

    private static int fileLength(final int room) {
        return HEADER_LENGTH + metadataLength(room) + valuesLength(room);
    }

    private static UnsafeBuffer metadata(final MappedByteBuffer mapped, final int room) {
        return new UnsafeBuffer(mapped, HEADER_LENGTH, metadataLength(room));
    }

    private static UnsafeBuffer values(final MappedByteBuffer mapped, final int room) {
        return new UnsafeBuffer(mapped, HEADER_LENGTH + metadataLength(room), valuesLength(room));
    }

    /**
     * Makes a new file with no counters, in place of an older one.
     *
     * @param path of the file
     * @return the counters
     */
    public static CountersFile create(final Path path) {
        return create(path, MAX_COUNTERS);
    }

    /**
     * Makes a new file with no counters, in place of an older one.
     *
     * @param path of the file
     * @param room how many counters it can hold
     * @return the counters
     */
    public static CountersFile create(final Path path, final int room) {
        final File file = path.toFile();
        IoUtil.deleteIfExists(file);
        final MappedByteBuffer mapped = IoUtil.mapNewFile(file, fileLength(room));
        final UnsafeBuffer header = new UnsafeBuffer(mapped, 0, HEADER_LENGTH);
        header.putLong(VERSION_FIELD_OFFSET, VERSION);
        header.putLong(PID_FIELD_OFFSET, ProcessHandle.current().pid());
        header.putLong(ROOM_FIELD_OFFSET, room);
        header.putLongRelease(0, MAGIC);
        return new CountersFile(mapped, room);
    }

    /**
     * Allocates the counters of an enum, all starting at 0. Threads that count the same have a set each, and what is read is their sum.
     *
     * @param descriptors the enum that documents them
     * @param <E> its type
     * @return the counters
     */
    public <E extends Enum<E> & CounterDescriptor> CounterSet<E> allocate(final Class<E> descriptors) {
        return new CounterSet<>(descriptors, descriptor -> counters.newCounter(CounterSet.label(descriptor)));
    }

    /**
     * Allocates a counter for each constant of an enum that is no {@link CounterDescriptor}, such as the verdicts of a decoder. Its
     * label is the prefix and {@link CounterSet#label}.
     *
     * @param prefix of the labels, with a dash at its end
     * @param constants the enum
     * @param <E> its type
     * @return the counters
     */
    public <E extends Enum<E>> CounterSet<E> allocate(final String prefix, final Class<E> constants) {
        return new CounterSet<>(constants, constant -> counters.newCounter(prefix + CounterSet.label(constant)));
    }

    /**
     * The same without a file, for simulation and replay.
     *
     * @param room how many counters there may be
     * @return the counters, of which there are none yet
     */
    public static CountersFile withoutFile(final int room) {
        return new CountersFile(room);
    }

    /**
     * What these counters say now.
     *
     * @return label to value, in the order of allocation; of counters with one label the sum
     */
    public Map<String, Long> values() {
        return values(counters);
    }

    private static Map<String, Long> values(final CountersReader reader) {
        final Map<String, Long> values = new LinkedHashMap<>();
        reader.forEach((value, counterId, label) -> values.merge(label, value, Long::sum));
        return values;
    }

    /**
     * Counters of one enum in memory alone, for tests.
     *
     * @param descriptors the enum that documents them
     * @param <E> its type
     * @return the counters
     */
    public static <E extends Enum<E> & CounterDescriptor> CounterSet<E> inMemory(final Class<E> descriptors) {
        return withoutFile(MAX_COUNTERS).allocate(descriptors);
    }

    /**
     * Reads a file that this or another process writes; permission to read it is enough.
     *
     * @param path of the file
     * @return label to value, in the order of allocation; of counters with one label the sum
     * @throws IllegalArgumentException if this is not a counters file of this version
     */
    public static Map<String, Long> read(final Path path) {
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(path.toFile(), READ_ONLY, "counters file");
        try {
            final UnsafeBuffer header = new UnsafeBuffer(mapped);
            if (header.capacity() < HEADER_LENGTH || header.getLongVolatile(0) != MAGIC) {
                throw new IllegalArgumentException(path + " is not a Fairlead counters file");
            }
            if (header.getLong(VERSION_FIELD_OFFSET) != VERSION) {
                throw new IllegalArgumentException(path + " has counters of version "
                        + header.getLong(VERSION_FIELD_OFFSET) + "; this program reads version " + VERSION);
            }
            final int said = (int) header.getLong(ROOM_FIELD_OFFSET);
            final int room = said == 0 ? MAX_COUNTERS : said;
            if (room < 0 || header.capacity() < fileLength(room)) {
                throw new IllegalArgumentException(path + " is shorter than its counters");
            }
            return values(new CountersReader(metadata(mapped, room), values(mapped, room)));
        } finally {
            IoUtil.unmap(mapped);
        }
    }

    /** Unmaps the file, if there is one, and leaves it where it is. No counter may be touched afterwards. */
    @Override
    public void close() {
        if (mapped != null) {
            IoUtil.unmap(mapped);
        }
    }
}
