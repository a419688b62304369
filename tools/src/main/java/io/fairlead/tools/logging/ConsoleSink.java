package io.fairlead.tools.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** The terminal, or whatever stands in for it. A command logs to standard error, since its result is on standard output; a daemon's result is its log. */
final class ConsoleSink implements LogSink {

    /** Name of its outlet. */
    static final String NAME = "console";

    private static final int QUEUE_LENGTH = 4096;

    private final ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();

    /** Standard error, lines of text. */
    ConsoleSink(LoggerContext context) {
        this(context, "System.err", text(context));
    }

    private ConsoleSink(LoggerContext context, String target, Encoder<ILoggingEvent> encoder) {
        appender.setContext(context);
        appender.setName(NAME);
        appender.setTarget(target);
        appender.setEncoder(encoder);
        appender.start();
    }

    /** Standard output. */
    static ConsoleSink ofDaemon(LoggerContext context, boolean isJson) {
        return new ConsoleSink(context, "System.out", isJson ? json(context) : text(context));
    }

    static Outlet outlet(LoggerContext context, ConsoleSink sink, Predicate<ILoggingEvent> isWanted) {
        return new Outlet(context, NAME, "the console", sink, isWanted, QUEUE_LENGTH);
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithMarkers(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }

    @Override
    public void write(ILoggingEvent event) {
        appender.doAppend(event);
    }

    @Override
    public void close() {
        appender.stop();
    }
}
