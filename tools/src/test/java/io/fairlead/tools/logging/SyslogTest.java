package io.fairlead.tools.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.fairlead.tools.config.LogConfig;
import io.fairlead.tools.config.LogConfig.Format;
import io.fairlead.tools.config.LogConfig.Syslog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.KeyValuePair;

final class SyslogTest {

    private static final int MANY = 10_000;

    private final LoggerContext context = new LoggerContext();
    private final SyslogFormat format = new SyslogFormat("gw1", 4711);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldWriteALineAsRfc5424WantsIt() {
        LoggingEvent event = event("vrrp", Level.INFO, "(VI_51) backup to master");
        event.addKeyValuePair(new KeyValuePair("event", "vrrp.state"));
        event.addKeyValuePair(new KeyValuePair("router", 51));
        event.addKeyValuePair(new KeyValuePair("cause", "a \\ \"b\" ]\n"));

        assertThat(new String(format.encode(event), UTF_8))
                .isEqualTo("<30>1 2026-11-22T20:31:02.123Z gw1 fairlead 4711 vrrp.state"
                        + " [fairlead@32473 router=\"51\" cause=\"a \\\\ \\\"b\\\" \\] \"]"
                        + " (VI_51) backup to master");
    }

    @Test
    void shouldNameTheComponentWhenALineIsNoEvent() {
        assertThat(new String(format.encode(event("io.fairlead.node", Level.WARN, "hello")), UTF_8))
                .isEqualTo("<28>1 2026-11-22T20:31:02.123Z gw1 fairlead 4711 node - hello");
        assertThat(new String(format.encode(event("node", Level.ERROR, "hello")), UTF_8))
                .startsWith("<27>1 ");
        assertThat(new String(format.encode(event("node", Level.DEBUG, "hello")), UTF_8))
                .startsWith("<31>1 ");
    }

    @Test
    void shouldSayThatTextIsUtf8AndCutItBetweenCharacters() {
        byte[] line = format.encode(event("node", Level.INFO, "→".repeat(MANY)));

        assertThat(line.length).isBetween(SyslogFormat.MAX_LENGTH - 3, SyslogFormat.MAX_LENGTH);
        assertThat(new String(line, UTF_8)).contains(" - ﻿→").endsWith("→");
    }

    @Test
    void shouldSendADatagramForEachLineAndRefuseWithoutWaitingWhenNobodyReads() throws IOException {
        Path socket = directory.resolve("log");
        try (UnixDatagramChannel reader = UnixDatagramChannel.open();
                SyslogSink sink = new SyslogSink(socket, format)) {
            assertThatThrownBy(() -> sink.write(event("node", Level.INFO, "too early")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("there is no such socket");

            reader.bind(new UnixSocketAddress(socket.toFile()));
            sink.write(event("node", Level.INFO, "hello"));
            ByteBuffer received = ByteBuffer.allocate(SyslogFormat.MAX_LENGTH);
            reader.receive(received);
            assertThat(UTF_8.decode(received.flip()).toString()).endsWith(" node - hello");

            assertThatThrownBy(() -> {
                        for (int i = 0; i < MANY; i++) {
                            sink.write(event("node", Level.INFO, "nobody reads this"));
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldUseTheSystemLogByDefaultWhereNobodyElsePutsTheLinesThere() {
        assertThat(decide(Syslog.AUTO, "/var/log/fairlead.out", "", false, true))
                .isPresent();
        assertThat(decide(Syslog.AUTO, "pipe:[77]", "8:77", false, true)).isPresent();
        assertThat(decide(Syslog.AUTO, "/dev/pts/3", "", false, true)).isEmpty();
        assertThat(decide(Syslog.AUTO, "socket:[77]", "8:77", false, true)).isEmpty();
        assertThat(decide(Syslog.AUTO, "socket:[77]", "8:78", false, true)).isPresent();
        assertThat(decide(Syslog.AUTO, "pipe:[77]", "", true, true)).isEmpty();
        assertThat(decide(Syslog.AUTO, "pipe:[77]", "", false, false)).isEmpty();
    }

    @Test
    void shouldDoAsConfiguredWhereTheConfigurationSaysSo() {
        assertThat(decide(Syslog.ON, "/dev/pts/3", "", true, false)).isPresent();
        assertThat(decide(Syslog.OFF, "/var/log/fairlead.out", "", false, true)).isEmpty();
    }

    private Optional<Path> decide(
            Syslog syslog, String output, String journalStream, boolean isMoved, boolean isThere) {
        return SyslogChoice.decide(
                new LogConfig(LogConfig.Level.INFO, Format.TEXT, syslog, directory.resolve("log")),
                new StandardOutput(output),
                journalStream,
                isMoved,
                isThere);
    }

    private LoggingEvent event(String logger, Level level, String message) {
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, message, null, new Object[0]);
        event.setInstant(Instant.parse("2026-11-22T20:31:02.123Z"));
        return event;
    }
}
