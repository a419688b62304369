package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Drops what {@link Logging#SILENT_THREAD} says of nodes that are not real; what it says of itself is a warning without their loggers. */
final class SilentThreadFilter extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean isOwnWarning = event.getLoggerName().equals("node") && event.getLevel() == Level.WARN;
        return event.getThreadName().equals(Logging.SILENT_THREAD) && !isOwnWarning
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
