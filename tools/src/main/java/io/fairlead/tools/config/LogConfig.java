package io.fairlead.tools.config;

import java.nio.file.Path;

/**
 * Where the daemon's log goes.
 *
 * @param level the least that is worth a line
 * @param format of standard output
 * @param syslog whether lines go to the system log too
 * @param syslogSocket where that listens
 */
public record LogConfig(Level level, Format format, Syslog syslog, Path syslogSocket) {

    /** Where the system log listens. */
    public static final Path SYSTEM_LOG = Path.of("/dev/log");

    /** What is worth a line. */
    public enum Level {
        /** What went wrong. */
        ERROR,
        /** And what may. */
        WARN,
        /** And what happens. */
        INFO,
        /** And how, with stack traces. */
        DEBUG
    }

    /** What a line looks like. */
    public enum Format {
        /** A sentence with details behind it. */
        TEXT,
        /** A JSON object. */
        JSON
    }

    /** Whether lines go to the system log. */
    public enum Syslog {
        /** If nobody else takes them there. */
        AUTO,
        /** Yes. */
        ON,
        /** No. */
        OFF
    }
}
