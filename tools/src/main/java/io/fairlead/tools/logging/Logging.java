package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fairlead.tools.config.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** What a process does with its log as a whole. */
public final class Logging {

    /** Of a line that whoever has given the command is told in any case, on standard error: it goes everywhere but to the console. */
    public static final Marker SAID_BY_COMMAND = MarkerFactory.getMarker("SAID_BY_COMMAND");

    /** Name of the thread whose events are no news. */
    public static final String SILENT_THREAD = "fairlead-rehearsal";

    /** The key behind a line whose value is the kind of event that it tells of. */
    public static final String EVENT_KEY = SyslogFormat.EVENT_KEY;

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Path HOST_NAME_FILE = Path.of("/proc/sys/kernel/hostname");

    private Logging() {}

    /** Logs more from now on, with stack traces. */
    public static void debug() {
        context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
    }

    /**
     * Turns the log of a command into that of a daemon. What goes to the system log waits until {@link #begin}.
     *
     * @param config what is wanted
     * @param syslog its socket; empty if nothing goes there
     */
    public static void configure(LogConfig config, Optional<Path> syslog) {
        LoggerContext context = context();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        // --debug means it
        Level level = root.getLevel() == Level.DEBUG
                ? Level.DEBUG
                : Level.toLevel(config.level().name());
        // events are kept whatever is wanted of the log
        root.setLevel(level == Level.DEBUG ? Level.DEBUG : Level.INFO);
        Predicate<ILoggingEvent> isWanted = event -> event.getLevel().isGreaterOrEqual(level);
        boolean isJson = config.format() == LogConfig.Format.JSON;
        Outlet console = ConsoleSink.outlet(
                context, ConsoleSink.ofDaemon(context, isJson), isWanted.and(event -> !isSaidByCommand(event)));
        console.start();
        console.begin();
        root.getAppender(ConsoleSink.NAME).stop();
        root.detachAppender(ConsoleSink.NAME);
        root.addAppender(console);
        syslog.ifPresent(socket -> add(
                SyslogSink.NAME,
                "the system log at " + socket,
                new SyslogSink(
                        socket,
                        new SyslogFormat(hostName(), ProcessHandle.current().pid())),
                isWanted,
                SyslogSink.QUEUE_LENGTH));
    }

    private static boolean isSaidByCommand(ILoggingEvent event) {
        return event.getMarkerList() != null && event.getMarkerList().contains(SAID_BY_COMMAND);
    }

    /**
     * A further place that lines go to, after {@link #begin}.
     *
     * @param name of it, short
     * @param place what it is called in the log
     * @param sink takes them
     * @param isWanted which lines
     * @param capacity how many may wait
     */
    public static void add(String name, String place, LogSink sink, Predicate<ILoggingEvent> isWanted, int capacity) {
        LoggerContext context = context();
        Outlet outlet = new Outlet(context, name, place, sink, isWanted, capacity);
        outlet.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(outlet);
    }

    /** Lets all outlets write: not before the first frame, since what they need takes a while to load. */
    public static void begin() {
        context().getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof Outlet outlet) {
                outlet.begin();
            }
        });
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

    /** Asked of the kernel, since the JDK would ask the name service and may wait for it. */
    private static String hostName() {
        try {
            return Files.readString(HOST_NAME_FILE).strip();
        } catch (IOException e) {
            return "";
        }
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
