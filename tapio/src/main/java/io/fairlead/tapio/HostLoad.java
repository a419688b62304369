package io.fairlead.tapio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy this host is, as load reports carry it. Reads files and allocates: for a thread off the data path, one at a time. */
public final class HostLoad {

    private static final Path STAT = Path.of("/proc/stat");
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private ProcParser.CpuTimes last = ProcParser.cpuTimes(read(STAT));

    /**
     * Share of the time since the last call, or since this object was made, that the processors were busy.
     *
     * @return 0 (idle) to 1; 0 if less than a tick passed
     */
    public double cpuFraction() {
        final ProcParser.CpuTimes now = ProcParser.cpuTimes(read(STAT));
        final double fraction = now.busyFractionSince(last);
        last = now;
        return fraction;
    }

    /**
     * Share of the memory that programs cannot have at present.
     *
     * @return 0 to 1
     */
    public double memoryFraction() {
        return ProcParser.memoryUsedFraction(read(MEMINFO));
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }
}
