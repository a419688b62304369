package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.tapio.FileSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The data path's tables in mapped files under the node's state folder, on tmpfs: a daemon that is started again finds its flows, a
 * machine that is started again does not.
 *
 * <p>All their room is taken at the start: no frame finds that there is no page left for its flow.
 */
final class TableFiles implements AutoCloseable {

    static final int FLOW_CAPACITY = 1 << 18;
    static final int OPENING_CAPACITY = 1 << 17;
    static final int STICKY_CAPACITY = 1 << 16;
    static final int TRANSLATION_CAPACITY = 1 << 18;

    private static final int PAGE_LENGTH = 4096;

    private final Path folder;
    private final long stamp;
    private final List<MappedMemory> mapped = new ArrayList<>();

    private enum Table {
        FLOWS(FlowTable.memoryLength(FLOW_CAPACITY)),
        OPENINGS(FlowTable.memoryLength(OPENING_CAPACITY)),
        STICKY(StickyTable.memoryLength(STICKY_CAPACITY)),
        TRANSLATIONS(TranslationTable.memoryLength(TRANSLATION_CAPACITY));

        private final int length;

        Table(final int length) {
            this.length = length;
        }
    }

    TableFiles(final Path folder, final long stamp) {
        this.folder = folder;
        this.stamp = stamp;
    }

    /** What tells this boot of the kernel, and this namespace's node, from others. */
    static long stampOf(final String bootId, final String nodeName) {
        long stamp = 1;
        for (final char c : (bootId + '/' + nodeName).toCharArray()) {
            stamp = stamp * 0x0000_0100_0000_01B3L ^ c;
        }
        return stamp;
    }

    static String kernelBootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the kernel's boot id", e);
        }
    }

    /**
     * Makes the files, and takes all the room that they will ever need.
     *
     * @throws io.fairlead.tapio.sys.SystemCallException if there is not enough of it
     * @throws IOException if they cannot be made
     */
    void reserve() throws IOException {
        for (final Table table : Table.values()) {
            final Path file = file(table);
            // one of another version, whose tables were of other sizes
            if (Files.exists(file) && wholePages(Files.size(file)) != wholePages(table.length)) {
                Files.delete(file);
            }
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            FileSpace.reserve(file, wholePages(table.length));
        }
    }

    private static long wholePages(final long length) {
        return BitUtil.align(length, PAGE_LENGTH);
    }

    private Path file(final Table table) {
        return folder.resolve(table.name().toLowerCase(Locale.ROOT) + ".table");
    }

    /** Maps the files, which are reserved. */
    SteeringTables tables(final int stickySeconds) {
        return new SteeringTables(
                new FlowTable(map(Table.FLOWS), stamp, FLOW_CAPACITY),
                new FlowTable(map(Table.OPENINGS), stamp, OPENING_CAPACITY),
                new StickyTable(map(Table.STICKY), stamp, STICKY_CAPACITY, stickySeconds),
                new TranslationTable(map(Table.TRANSLATIONS), stamp, TRANSLATION_CAPACITY));
    }

    private AtomicBuffer map(final Table table) {
        final MappedMemory memory = new MappedMemory(file(table), table.length);
        mapped.add(memory);
        return memory.buffer();
    }

    /** Unmaps the tables: whoever touched them after that would take the process down. */
    @Override
    public void close() {
        mapped.forEach(MappedMemory::close);
        mapped.clear();
    }
}
