package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.netstack.port.ClientQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableFilesTest {

    private static final long HIGH = 0x2001_0DB8_0000_0000L;
    private static final long LOW = 0x96;
    private static final int NODE = 0x0A330001;
    private static final int TIMEOUT_SECONDS = 60;
    private static final int CLIENTS = 100;

    @TempDir
    private Path folder = Path.of("");

    private TableFiles open(final long stamp) throws IOException {
        return open(stamp, 1);
    }

    private TableFiles open(final long stamp, final int threads) throws IOException {
        final TableFiles files = new TableFiles(folder, stamp, threads);
        files.reserve();
        return files;
    }

    @Test
    void shouldKeepTablesWhenOpenedAgain() throws Exception {
        try (TableFiles files = open(1)) {
            files.tables(TIMEOUT_SECONDS).get(0).clients().put(HIGH, LOW, NODE, 1);
        }

        try (TableFiles files = open(1)) {
            final StickyTable again = files.tables(TIMEOUT_SECONDS).get(0).clients();

            assertThat(again.owner(again.find(HIGH, LOW))).isEqualTo(NODE);
        }
    }

    @Test
    void shouldKeepWhatIsWrittenWhenTheProcessNeverClosesItsTables() throws Exception {
        try (TableFiles killed = open(1);
                TableFiles next = open(1)) {
            killed.tables(TIMEOUT_SECONDS).get(0).clients().put(HIGH, LOW, NODE, 1);

            assertThat(next.tables(TIMEOUT_SECONDS).get(0).clients().find(HIGH, LOW))
                    .isNotEqualTo(StickyTable.NONE);
        }
    }

    @Test
    void shouldClearTablesOfAnotherBoot() throws Exception {
        try (TableFiles files = open(1)) {
            files.tables(TIMEOUT_SECONDS).get(0).clients().put(HIGH, LOW, NODE, 1);
        }

        try (TableFiles files = open(2)) {
            assertThat(files.tables(TIMEOUT_SECONDS).get(0).clients().find(HIGH, LOW))
                    .isEqualTo(StickyTable.NONE);
        }
    }

    @Test
    void shouldMakeFileAnewWhenItsLengthIsWrong() throws Exception {
        Files.write(folder.resolve("flows.table"), new byte[17]);

        try (TableFiles files = open(1)) {
            assertThat(files.tables(TIMEOUT_SECONDS).get(0).flows().size()).isZero();
        }
    }

    @Test
    void shouldHaveEveryPageOnTheFileSystemBeforeItIsTouched() throws Exception {
        open(1).close();

        for (final String table : List.of("flows", "openings", "sticky", "translations")) {
            final Path file = folder.resolve(table + ".table");
            // the JDK does not tell
            final Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
            final String blocksOf512 = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(Long.parseLong(blocksOf512.strip()) * 512).isGreaterThanOrEqualTo(Files.size(file));
        }
    }

    @Test
    void shouldUnmapWhenClosed() throws Exception {
        final Path maps = Path.of("/proc/self/maps");
        try (TableFiles files = open(1)) {
            files.tables(TIMEOUT_SECONDS);
            assertThat(Files.readString(maps)).contains(folder.toString());
        }

        assertThat(Files.readString(maps)).doesNotContain(folder.toString());
    }

    /** Puts clients where their thread will look for them. */
    private void fill(final int threads) throws IOException {
        try (TableFiles files = open(1, threads)) {
            final List<SteeringTables> tables = files.tables(TIMEOUT_SECONDS);
            for (int client = 0; client < CLIENTS; client++) {
                tables.get(ClientQueue.of(HIGH, client, threads)).clients().put(HIGH, client, NODE + client, 1);
            }
        }
    }

    private void checkAll(final TableFiles files, final int threads) throws IOException {
        final List<SteeringTables> tables = files.tables(TIMEOUT_SECONDS);
        for (int client = 0; client < CLIENTS; client++) {
            final StickyTable own =
                    tables.get(ClientQueue.of(HIGH, client, threads)).clients();
            assertThat(own.owner(own.find(HIGH, client))).isEqualTo(NODE + client);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "2, 3", "3, 2", "3, 3"})
    void shouldGiveEachThreadItsClientsWhenThereIsAnotherNumberOfThem(final int before, final int now)
            throws Exception {
        fill(before);
        try (TableFiles files = open(1, now)) {
            checkAll(files, now);
        }
        assertThat(names()).hasSize(4 * now).allMatch(name -> name.contains("of" + now) || now == 1);
        try (TableFiles files = open(1, now)) {
            checkAll(files, now);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2", "2, 3, 2", "2, 3, 1", "2, 1, 1", "2, 1, 3"})
    void shouldMoveClientsAnewWhenTheProcessDiedBeforeAllWereMoved(
            final int before, final int unfinished, final int now) throws Exception {
        fill(before);
        // the new files were there, and nothing in them yet
        new TableFiles(folder, 1, unfinished).reserve();

        try (TableFiles files = open(1, now)) {
            checkAll(files, now);
        }
        assertThat(names()).hasSize(4 * now);
    }

    @Test
    void shouldKeepWhatWasMovedWhenTheProcessDiedBeforeTheOldFilesWereGone() throws Exception {
        fill(1);
        final byte[] old = Files.readAllBytes(folder.resolve("sticky.table"));
        final byte[] oldFlows = Files.readAllBytes(folder.resolve("flows.table"));
        fill(2);
        Files.write(folder.resolve("sticky.table"), old);
        Files.write(folder.resolve("flows.table"), oldFlows);

        try (TableFiles files = open(1, 2)) {
            checkAll(files, 2);
        }
        assertThat(names()).hasSize(8);
    }

    @Test
    void shouldTellBootsAndNodesApart() {
        assertThat(TableFiles.stampOf("boot", "n1"))
                .isEqualTo(TableFiles.stampOf("boot", "n1"))
                .isNotEqualTo(TableFiles.stampOf("boot", "n2"))
                .isNotEqualTo(TableFiles.stampOf("boot2", "n1"));
    }
}
