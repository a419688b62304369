package io.fairlead.tools.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.KeyValuePair;

final class EventJournalTest {

    private static final Instant TIME = Instant.parse("2026-11-22T20:31:02.123Z");

    @TempDir
    private Path directory = Path.of("");

    private EventFiles files = new EventFiles(Path.of(""));

    @BeforeEach
    void useDirectory() {
        files = new EventFiles(directory.resolve("n1"));
    }

    private void write(String... messages) throws IOException {
        try (EventWriter writer = new EventWriter(files)) {
            for (String message : messages) {
                writer.write(TIME, "vrrp.state", "info", message, Map.of("router", "51"));
            }
            writer.flush();
        }
    }

    @Test
    void shouldKeepWhatWasToldOverARestartWithNumbersThatGoOn() throws IOException {
        write("one", "two");
        write("three \"quoted\" \u2192");

        assertThat(files.read().events())
                .extracting(Event::sequence, Event::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "one"),
                        org.assertj.core.groups.Tuple.tuple(2L, "two"),
                        org.assertj.core.groups.Tuple.tuple(3L, "three \"quoted\" \u2192"));
        assertThat(files.read().events().get(0))
                .isEqualTo(new Event(1, TIME, "vrrp.state", "info", "one", Map.of("router", "51")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.present())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void shouldLeaveOutAndCountALineThatWasCutShortAndGoOnAfterIt() throws IOException {
        write("one");
        Files.writeString(files.present(), "{\"sequence\":2,\"ti", UTF_8, StandardOpenOption.APPEND);
        assertThat(files.read().unreadable()).isEqualTo(1);

        write("three");

        assertThat(files.read().events()).extracting(Event::message).containsExactly("one", "three");
        assertThat(files.read().unreadable()).isEqualTo(1);
    }

    @Test
    void shouldKeepAtLeastOneFileOfEventsAndAtMostTwo() throws IOException {
        int fileLength = 1000;
        try (EventWriter writer = new EventWriter(files, fileLength)) {
            for (int i = 1; i <= 100; i++) {
                writer.write(TIME, "vrrp.state", "info", "event " + i, Map.of());
            }
        }

        assertThat(Files.size(files.present()) + Files.size(files.former())).isBetween(1000L, 2500L);
        assertThat(files.read().events())
                .extracting(Event::sequence)
                .endsWith(97L, 98L, 99L, 100L)
                .doesNotContain(1L)
                .isSorted()
                .hasSizeGreaterThan(8);
    }

    @Test
    void shouldFindTheLastEventInTheFormerFileWhenThePresentOneIsNew() throws IOException {
        write("one");
        Files.move(files.present(), files.former());

        write("two");

        assertThat(files.read().events()).extracting(Event::sequence).containsExactly(1L, 2L);
    }

    @Test
    void shouldSayWhereItCannotWrite() throws IOException {
        Files.writeString(directory.resolve("n1"), "a file where the folder should be");

        assertThatThrownBy(() -> write("one"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("n1").toString());
    }

    @Test
    void shouldTellOfADaemonThatWasNotStoppedAndOfNoneThatWas() throws IOException {
        try (EventJournal journal = new EventJournal(new EventWriter(files))) {
            journal.write(line(EventKind.DAEMON_STARTED));
        }
        assertThat(files.read().events()).extracting(Event::type).containsExactly("daemon.started");

        try (EventJournal journal = new EventJournal(new EventWriter(files))) {
            journal.write(line(EventKind.DAEMON_STARTED));
            journal.write(line(EventKind.DAEMON_STOPPED));
        }
        try (EventJournal journal = new EventJournal(new EventWriter(files))) {
            journal.write(line(EventKind.DAEMON_STARTED));
        }
        assertThat(files.read().events())
                .extracting(Event::type)
                .containsExactly("daemon.started", "daemon.died", "daemon.started", "daemon.stopped", "daemon.started");
        assertThat(files.read().events().get(1).message())
                .isEqualTo("the daemon before this one was not stopped: it was killed, or crashed, after " + TIME);
    }

    @Test
    void shouldKeepSentenceLevelAndDetailsOfALine() throws IOException {
        LoggingEvent line = line(EventKind.WIRE_TROUBLE);
        line.addKeyValuePair(new KeyValuePair("subject", "10.51.0.9\n"));
        try (EventJournal journal = new EventJournal(new EventWriter(files))) {
            journal.write(line);
        }

        assertThat(files.read().events())
                .containsExactly(
                        new Event(1, TIME, "wire.trouble", "warn", "something", Map.of("subject", "10.51.0.9 ")));
    }

    private static LoggingEvent line(EventKind kind) {
        LoggingEvent line =
                new LoggingEvent("", new LoggerContext().getLogger("x"), Level.INFO, "something", null, new Object[0]);
        line.setInstant(TIME);
        line.addKeyValuePair(new KeyValuePair("event", kind));
        return line;
    }
}
