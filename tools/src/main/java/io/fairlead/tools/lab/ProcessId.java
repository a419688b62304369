package io.fairlead.tools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for another: ids are used again, but not within one clock tick of one boot.
 *
 * @param pid its process id
 * @param startTicks when it started, in clock ticks since boot (field 22 of /proc/PID/stat); exec does not change it
 * @param bootId which boot of this machine
 */
record ProcessId(long pid, long startTicks, String bootId) {
    private static final int START_TICKS_FIELD_AFTER_NAME = 19;

    static Optional<ProcessId> of(final long pid) {
        try {
            final String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in parentheses may hold blanks and parentheses: count fields from its last one.
            final String[] fields =
                    stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
            return Optional.of(
                    new ProcessId(pid, Long.parseLong(fields[START_TICKS_FIELD_AFTER_NAME]), currentBootId()));
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    static ProcessId parse(final String text) {
        final String[] parts = text.strip().split(" ", -1);
        return new ProcessId(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    String format() {
        return pid + " " + startTicks + " " + bootId;
    }

    boolean isRunning() {
        return of(pid).filter(this::equals).isPresent();
    }

    private static String currentBootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }
}
