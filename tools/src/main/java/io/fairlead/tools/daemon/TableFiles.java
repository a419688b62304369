package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.tapio.FileSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path's tables in mapped files under the node's state folder, on tmpfs: a daemon that is started again finds its flows, a
 * machine that is started again does not. Each data-path thread has files of its own, with an equal part of the room. What another number of threads has left is moved to
 * those that have its clients now; until that is done a mark lies beside the new files, and a start that finds one begins with the old ones anew.
 *
 * <p>All their room is taken at the start: no frame finds that there is no page left for its flow.
 */
final class TableFiles implements AutoCloseable {

    static final int FLOW_CAPACITY = 1 << 18;
    static final int OPENING_CAPACITY = 1 << 17;
    static final int STICKY_CAPACITY = 1 << 16;
    static final int TRANSLATION_CAPACITY = 1 << 18;

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private static final int PAGE_LENGTH = 4096;

    /** Of a file of one of several threads. */
    private static final Pattern PART = Pattern.compile("flows-0of(\\d+)\\.table");

    /** Of a mark. */
    private static final Pattern UNFINISHED = Pattern.compile("tables-of(\\d+)\\.unfinished");

    private final Path folder;
    private final long stamp;
    private final int threads;
    private final List<MappedMemory> mapped = new ArrayList<>();

    private enum Table {
        FLOWS(FLOW_CAPACITY),
        OPENINGS(OPENING_CAPACITY),
        STICKY(STICKY_CAPACITY),
        TRANSLATIONS(TRANSLATION_CAPACITY);

        private final int capacity;

        Table(final int capacity) {
            this.capacity = capacity;
        }

        /** Of each of so many threads. */
        int capacity(final int threads) {
            return BitUtil.findNextPositivePowerOfTwo(capacity / threads);
        }

        int length(final int threads) {
            return switch (this) {
                case FLOWS, OPENINGS -> FlowTable.memoryLength(capacity(threads));
                case STICKY -> StickyTable.memoryLength(capacity(threads));
                case TRANSLATIONS -> TranslationTable.memoryLength(capacity(threads));
            };
        }
    }

    TableFiles(final Path folder, final long stamp, final int threads) {
        this.folder = folder;
        this.stamp = stamp;
        this.threads = threads;
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
        for (final int unfinished : numbers(UNFINISHED)) {
            deleteAll(unfinished);
            Files.delete(mark(unfinished));
        }
        if (!former().isEmpty() && !Files.exists(file(Table.FLOWS, 0, threads))) {
            Files.createFile(mark(threads));
        }
        for (int thread = 0; thread < threads; thread++) {
            for (final Table table : Table.values()) {
                reserve(table, file(table, thread, threads));
            }
        }
    }

    private void reserve(final Table table, final Path file) throws IOException {
        final long length = wholePages(table.length(threads));
        // one of another version, whose tables were of other sizes
        if (Files.exists(file) && wholePages(Files.size(file)) != length) {
            Files.delete(file);
        }
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        FileSpace.reserve(file, length);
    }

    private Path mark(final int of) {
        return folder.resolve("tables-of" + of + ".unfinished");
    }

    /** That of the flows of the first thread last, for by it they are found. */
    private void deleteAll(final int of) throws IOException {
        for (int part = of - 1; part >= 0; part--) {
            for (int table = Table.values().length - 1; table >= 0; table--) {
                Files.deleteIfExists(file(Table.values()[table], part, of));
            }
        }
    }

    /** The other numbers of threads that have left files. */
    private List<Integer> former() throws IOException {
        final List<Integer> former = new ArrayList<>(numbers(PART));
        if (Files.exists(file(Table.FLOWS, 0, 1))) {
            former.add(1);
        }
        former.removeIf(number -> number == threads);
        return former;
    }

    /** Those in the names of files. */
    private List<Integer> numbers(final Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> name.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(match -> Integer.parseInt(match.group(1)))
                    .toList();
        }
    }

    private static long wholePages(final long length) {
        return BitUtil.align(length, PAGE_LENGTH);
    }

    private Path file(final Table table, final int thread, final int of) {
        final String name = table.name().toLowerCase(Locale.ROOT);
        return folder.resolve(of == 1 ? name + ".table" : name + "-" + thread + "of" + of + ".table");
    }

    /**
     * Maps the files, which are reserved.
     *
     * @return the tables of each thread
     * @throws IOException if what another number of threads has left cannot be read or removed
     */
    List<SteeringTables> tables(final int stickySeconds) throws IOException {
        final List<SteeringTables> tables = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            tables.add(map(thread, threads, stickySeconds, mapped));
        }
        final List<Integer> former = former();
        for (final int number : former) {
            adopt(number, tables, stickySeconds);
        }
        // what is left of the old ones from here on is in the new ones
        Files.deleteIfExists(mark(threads));
        for (final int number : former) {
            deleteAll(number);
        }
        return List.copyOf(tables);
    }

    private void adopt(final int former, final List<SteeringTables> tables, final int stickySeconds)
            throws IOException {
        int left = 0;
        final List<MappedMemory> formerly = new ArrayList<>();
        try {
            for (int part = 0; part < former; part++) {
                if (isWhole(part, former)) {
                    left += adopt(map(part, former, stickySeconds, formerly), tables);
                }
            }
        } finally {
            formerly.forEach(MappedMemory::close);
        }
        final int flows =
                tables.stream().mapToInt(table -> table.flows().size()).sum();
        LOG.info(
                "the data path ran on {} {} before and runs on {} now: {} connections were moved",
                former,
                former == 1 ? "thread" : "threads",
                threads,
                flows);
        if (left > 0) {
            LOG.warn("{} entries of connections and clients found no room in the tables of their new threads", left);
        }
    }

    private boolean isWhole(final int part, final int of) throws IOException {
        for (final Table table : Table.values()) {
            final Path file = file(table, part, of);
            if (!Files.exists(file) || wholePages(Files.size(file)) != wholePages(table.length(of))) {
                return false;
            }
        }
        return true;
    }

    private static int adopt(final SteeringTables from, final List<SteeringTables> tables) {
        int left = 0;
        for (int thread = 0; thread < tables.size(); thread++) {
            final int number = thread;
            left += tables.get(thread).adopt(from, (high, low) -> ClientQueue.of(high, low, tables.size()) == number);
        }
        return left;
    }

    private SteeringTables map(final int thread, final int of, final int stickySeconds, final List<MappedMemory> into) {
        return new SteeringTables(
                new FlowTable(map(Table.FLOWS, thread, of, into), stamp, Table.FLOWS.capacity(of)),
                new FlowTable(map(Table.OPENINGS, thread, of, into), stamp, Table.OPENINGS.capacity(of)),
                new StickyTable(map(Table.STICKY, thread, of, into), stamp, Table.STICKY.capacity(of), stickySeconds),
                new TranslationTable(
                        map(Table.TRANSLATIONS, thread, of, into), stamp, Table.TRANSLATIONS.capacity(of)));
    }

    private AtomicBuffer map(final Table table, final int thread, final int of, final List<MappedMemory> into) {
        final MappedMemory memory = new MappedMemory(file(table, thread, of), table.length(of));
        into.add(memory);
        return memory.buffer();
    }

    /** Unmaps the tables: whoever touched them after that would take the process down. */
    @Override
    public void close() {
        mapped.forEach(MappedMemory::close);
        mapped.clear();
    }
}
