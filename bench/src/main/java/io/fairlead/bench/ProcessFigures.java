package io.fairlead.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernel says of a process.
 *
 * @param pid its number
 */
public record ProcessFigures(long pid) {

    /**
     * Processor time of its threads so far, by their names; threads of one name together.
     *
     * @return nanoseconds
     * @throws IOException if there is no such process
     */
    public Map<String, Long> cpuNs() throws IOException {
        final Map<String, Long> times = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(folder().resolve("task"))) {
            for (final Path thread : threads) {
                try {
                    final String name = Files.readString(thread.resolve("comm")).strip();
                    final String times3 = Files.readString(thread.resolve("schedstat"));
                    times.merge(name, Long.parseLong(times3.split(" ", 2)[0]), Long::sum);
                } catch (final NoSuchFileException e) {
                    // it has ended just now
                }
            }
        }
        return times;
    }

    /**
     * Memory, as {@code smaps_rollup} has it.
     *
     * @param kind such as {@code Rss} or {@code Pss}, which counts pages by the share that the process has in them
     * @return kibibytes
     * @throws IOException if there is no such process
     */
    public long kibibytes(final String kind) throws IOException {
        return Files.readString(folder().resolve("smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith(kind + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("the kernel does not tell " + kind));
    }

    private Path folder() {
        return Path.of("/proc", Long.toString(pid));
    }
}
