package io.fairlead.tools.logging;

import io.fairlead.tools.config.LogConfig;
import io.fairlead.tools.control.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides where the system log is, if the daemon is to write to it: by default when nobody else would take its lines there. */
public final class SyslogChoice {

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
                StandardOutput.ofProcess(),
                System.getenv(JOURNAL_STREAM),
                runDirectory.isMoved(),
                Files.exists(config.syslogSocket()));
    }

    /**
     * By default: not on a terminal, not where systemd's journal takes the output already, not for a node that was moved away from the machine's own
     * places, as tests and the demo do, and not where there is no system log.
     *
     * @param output of the process
     * @param journalStream device and inode of the journal's socket, as systemd says
     */
    static Optional<Path> decide(
            LogConfig config, StandardOutput output, @Nullable String journalStream, boolean isMoved, boolean isThere) {
        boolean isUsed =
                switch (config.syslog()) {
                    case ON -> true;
                    case OFF -> false;
                    case AUTO -> isThere && !isMoved && !output.isTerminal() && !isJournal(output, journalStream);
                };
        return isUsed ? Optional.of(config.syslogSocket()) : Optional.empty();
    }

    private static boolean isJournal(StandardOutput output, @Nullable String journalStream) {
        return journalStream != null
                && output.target().equals("socket:[" + journalStream.substring(journalStream.indexOf(':') + 1) + "]");
    }
}
