package io.fairlead.tools.events;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fairlead.tools.logging.LogSink;
import io.fairlead.tools.logging.LogText;
import io.fairlead.tools.logging.Logging;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal as a place that lines of the log go to: those that tell of an event. As long as it cannot be written, they wait in memory. */
public final class EventJournal implements LogSink {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private static final String NAME = "events";
    private static final int CAPACITY = 4096;

    private final EventWriter writer;
    private boolean isBegun;

    EventJournal(EventWriter writer) {
        this.writer = writer;
    }

    /**
     * Keeps from now on what happens; it is written after {@link Logging#begin}.
     *
     * @param files of the node, whose lock is held
     */
    public static void open(EventFiles files) {
        Logging.add(
                NAME,
                "the journal of events in " + files.folder(),
                new EventJournal(new EventWriter(files)),
                event -> LogText.value(event, Logging.EVENT_KEY) instanceof EventKind,
                CAPACITY);
    }

    @Override
    public void write(ILoggingEvent event) throws IOException {
        if (LogText.value(event, Logging.EVENT_KEY) instanceof EventKind kind) {
            Optional<Event> last = writer.open();
            if (!isBegun) {
                tellOfDeath(last, event.getInstant());
                isBegun = true;
            }
            Map<String, String> details = LogText.details(event);
            details.remove(Logging.EVENT_KEY);
            writer.write(
                    event.getInstant(),
                    kind.toString(),
                    kind.severity(),
                    LogText.printable(event.getFormattedMessage()),
                    details);
        }
    }

    /** Before all that this daemon has to tell: the log has some lines of it already, and gets this one as any other. */
    private void tellOfDeath(Optional<Event> last, Instant now) throws IOException {
        if (last.isEmpty()
                || last.get().isOf(EventKind.DAEMON_STOPPED.toString())
                || last.get().isOf(EventKind.DAEMON_FAILED.toString())) {
            return;
        }
        EventKind kind = EventKind.DAEMON_DIED;
        String message = "the daemon before this one was not stopped: it was killed, or crashed, after "
                + last.get().time();
        writer.write(
                now,
                kind.toString(),
                kind.severity(),
                message,
                Map.of("lastEvent", last.get().time().toString()));
        LOG.warn("{}", message);
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
