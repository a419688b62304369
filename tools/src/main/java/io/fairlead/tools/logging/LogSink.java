package io.fairlead.tools.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;

/** A place that lines of the log go to. It is used by one thread, which may wait in it. */
public interface LogSink extends AutoCloseable {

    /**
     * Takes one line. What cannot be taken now is offered again later.
     *
     * @param event the line, with nothing left that belongs to the thread that has logged it
     * @throws IOException if it is not taken, with a message that says why
     */
    void write(ILoggingEvent event) throws IOException;

    /**
     * Called when no further line waits.
     *
     * @throws IOException if what was taken may be lost, with a message that says why
     */
    default void flush() throws IOException {}

    @Override
    default void close() throws IOException {}
}
