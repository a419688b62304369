package io.fairlead.tools.logging;

import io.fairlead.tools.config.LogConfig;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides where the system log is, if the daemon is to write to it: by default when nobody else would take its lines there. */
public final class SyslogChoice {

    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final String JOURNAL_STREAM = "JOURNAL_STREAM";

    private SyslogChoice() {}

    /**
     * For this process.
     *
     * @param config of the log
     * @param runDirectory of this process
     * @return the socket; empty if it is not to be used
     */
    public static Optional<Path> ofProcess(LogConfig config, RunDirectory runDirectory) {
        return decide(
                config,
                output(),
                System.getenv(JOURNAL_STREAM),
                runDirectory.isMoved(),
                Files.exists(config.syslogSocket()));
    }

    /**
     * By default: not on a terminal, not where systemd's journal takes the output already, not for a node that was moved away from the machine's own
     * places, as tests and the demo do, and not where there is no system log.
     *
     * @param output what standard output is, as /proc names it
     * @param journalStream device and inode of the journal's socket, as systemd says
     */
    static Optional<Path> decide(
            LogConfig config, String output, @Nullable String journalStream, boolean isMoved, boolean isThere) {
        boolean isUsed =
                switch (config.syslog()) {
                    case ON -> true;
                    case OFF -> false;
                    case AUTO -> isThere && !isMoved && !isTerminal(output) && !isJournal(output, journalStream);
                };
        return isUsed ? Optional.of(config.syslogSocket()) : Optional.empty();
    }

    private static boolean isTerminal(String output) {
        return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
    }

    private static boolean isJournal(String output, @Nullable String journalStream) {
        return journalStream != null
                && output.equals("socket:[" + journalStream.substring(journalStream.indexOf(':') + 1) + "]");
    }

    private static String output() {
        try {
            return Files.readSymbolicLink(OUTPUT).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
