package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyLoadFileTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Path file;
    private final ProxyLoadFile load;

    ProxyLoadFileTest(@TempDir final Path folder) {
        file = folder.resolve("load");
        load = new ProxyLoadFile(file, InstantSource.fixed(NOW));
    }

    private void write(final String text, final Duration age) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "73, 730", "12.34, 123", "100, 1000", "100.0, 1000"})
    void shouldReadWhatTheProxyWrote(final String text, final int permille) throws IOException {
        write(text + "\n", ProxyLoadFile.LONGEST_AGE);

        assertThat(load.getAsInt()).isEqualTo(permille);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "busy", "101", "-1", "NaN", "1e2", "50 %", "100.1", "1000"})
    void shouldTakeAnythingElseForNotSaid(final String text) throws IOException {
        write(text, Duration.ZERO);

        assertThat(load.getAsInt()).isEqualTo(Load.UNSAID);
    }

    @Test
    void shouldTakeAnOldFigureForNotSaid() throws IOException {
        write("50", ProxyLoadFile.LONGEST_AGE.plusMillis(1));

        assertThat(load.getAsInt()).isEqualTo(Load.UNSAID);
    }

    @Test
    void shouldGoOnWhenThereIsNoFileOrNoneThatCanBeRead() throws IOException {
        assertThat(load.getAsInt()).isEqualTo(Load.UNSAID);
        Files.createDirectory(file);
        assertThat(load.getAsInt()).isEqualTo(Load.UNSAID);
        Files.delete(file);
        write("50", Duration.ZERO);
        assertThat(load.getAsInt()).isEqualTo(500);
    }
}
