package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does with its log as a whole. */
public final class Logging {

    /** Name of the thread whose events are no news. */
    public static final String SILENT_THREAD = "fairlead-rehearsal";

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private Logging() {}

    /** Logs more from now on, with stack traces. */
    public static void debug() {
        context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
    }

    /**
     * Logs nothing of what this thread does, until it is closed: what goes on is no news, as in a replay.
     *
     * @return to be closed by this thread
     */
    public static Silence silence() {
        final Silence silence = new Silence(Thread.currentThread().getName());
        Thread.currentThread().setName(SILENT_THREAD);
        return silence;
    }

    /**
     * While a thread is silent.
     *
     * @param threadName that it had before
     */
    public record Silence(String threadName) implements AutoCloseable {
        @Override
        public void close() {
            Thread.currentThread().setName(threadName);
        }
    }

    /** Writes out what is queued and ends the log: the last thing that a process does. */
    public static void stop() {
        context().stop();
    }

    private static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        // As long as another thread is setting logging up, such as the preload of a start, SLF4J gives a stand-in.
        while (!(factory instanceof LoggerContext)) {
            LockSupport.parkNanos(POLL_NS);
            factory = LoggerFactory.getILoggerFactory();
        }
        return (LoggerContext) factory;
    }
}
