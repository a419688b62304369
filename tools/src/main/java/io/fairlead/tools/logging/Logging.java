package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does with its log as a whole. */
public final class Logging {

    private Logging() {}

    /** Logs more from now on, with stack traces. */
    public static void debug() {
        context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
    }

    /** Writes out what is queued and ends the log: the last thing that a process does. */
    public static void stop() {
        context().stop();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
