package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The data path's tables in mapped files under the node's state folder, on tmpfs: a daemon that is started again finds its flows, a
 * machine that is started again does not.
 */
final class TableFiles {

    static final int FLOW_CAPACITY = 1 << 18;
    static final int OPENING_CAPACITY = 1 << 17;
    static final int STICKY_CAPACITY = 1 << 16;
    static final int TRANSLATION_CAPACITY = 1 << 18;

    private final Path folder;
    private final long stamp;

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

    SteeringTables tables(final int stickySeconds) {
        return new SteeringTables(
                flowTable("flows", FLOW_CAPACITY),
                flowTable("openings", OPENING_CAPACITY),
                new StickyTable(
                        map("sticky", StickyTable.memoryLength(STICKY_CAPACITY)),
                        stamp,
                        STICKY_CAPACITY,
                        stickySeconds),
                new TranslationTable(
                        map("translations", TranslationTable.memoryLength(TRANSLATION_CAPACITY)),
                        stamp,
                        TRANSLATION_CAPACITY));
    }

    private FlowTable flowTable(final String name, final int capacity) {
        return new FlowTable(map(name, FlowTable.memoryLength(capacity)), stamp, capacity);
    }

    private AtomicBuffer map(final String name, final int length) {
        final File file = folder.resolve(name + ".table").toFile();
        if (file.exists() && file.length() != length) {
            IoUtil.deleteIfExists(file);
        }
        final MappedByteBuffer mapped = file.exists()
                ? IoUtil.mapExistingFile(file, name)
                // not filled: pages that no flow touches cost nothing
                : IoUtil.mapNewFile(file, length, false);
        return new UnsafeBuffer(mapped);
    }
}
