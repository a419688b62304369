package io.fairlead.tools.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

final class LineLayoutTest {

    private final LoggerContext context = new LoggerContext();
    private final LineLayout layout = new LineLayout();

    @BeforeEach
    void useContext() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        layout.setContext(context);
    }

    @Test
    void shouldShowTimeLevelComponentSentenceAndDetails() {
        LoggingEvent event = event("vrrp", "(VI_51) Entering MASTER STATE");
        event.addKeyValuePair(new KeyValuePair("cause", "no advert for 3.6 s"));
        event.addKeyValuePair(new KeyValuePair("priority", 99));

        assertThat(layout.doLayout(event))
                .isEqualTo("2026-11-22T20:31:02.123Z INFO  vrrp     (VI_51) Entering MASTER STATE"
                        + "  cause=\"no advert for 3.6 s\"  priority=\"99\"\n");
    }

    @Test
    void shouldShowTheLastWordWhenALoggerIsCalledAfterAClass() {
        assertThat(layout.doLayout(event("io.fairlead.tools.daemon.Conductor", "hello")))
                .contains(" INFO  Conductor hello\n");
    }

    @Test
    void shouldStayOneLineWhenTextFromTheNetworkHasLineBreaks() {
        LoggingEvent event = event("lb", "node x\n2026-11-22 forged\u001b[2J");
        event.addKeyValuePair(new KeyValuePair("name", "a\"b\r\nc"));

        assertThat(layout.doLayout(event)).endsWith("node x 2026-11-22 forged [2J  name=\"a'b  c\"\n");
    }

    @Test
    void shouldShowStackTraceOnlyWhenDebugging() {
        LoggingEvent event = event("control", "command failed", new IllegalStateException("fault"));

        assertThat(layout.doLayout(event))
                .endsWith("command failed  error=\"java.lang.IllegalStateException: fault\"\n");
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
        assertThat(layout.doLayout(event)).contains("error=", "\tat " + LineLayoutTest.class.getName());
    }

    @Test
    void shouldBeFoundByLogbackAsItsConfiguration() throws JoranException {
        LoggerContext running = new LoggerContext();
        new ContextInitializer(running).autoConfig();

        assertThat(running.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console"))
                .isNotNull();
        assertThat(running.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.INFO);
    }

    private LoggingEvent event(String logger, String message, Throwable... thrown) {
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger(logger),
                Level.INFO,
                message,
                thrown.length == 0 ? null : thrown[0],
                new Object[0]);
        event.setInstant(Instant.parse("2026-11-22T20:31:02.123Z"));
        return event;
    }
}
