package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.StickyTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableFilesTest {

    private static final long HIGH = 0x2001_0DB8_0000_0000L;
    private static final long LOW = 0x96;
    private static final int NODE = 0x0A330001;
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    private Path folder = Path.of("");

    private TableFiles open(final long stamp) throws IOException {
        final TableFiles files = new TableFiles(folder, stamp);
        files.reserve();
        return files;
    }

    @Test
    void shouldKeepTablesWhenOpenedAgain() throws Exception {
        try (TableFiles files = open(1)) {
            files.tables(TIMEOUT_SECONDS).clients().put(HIGH, LOW, NODE, 1);
        }

        try (TableFiles files = open(1)) {
            final StickyTable again = files.tables(TIMEOUT_SECONDS).clients();

            assertThat(again.owner(again.find(HIGH, LOW))).isEqualTo(NODE);
        }
    }

    @Test
    void shouldKeepWhatIsWrittenWhenTheProcessNeverClosesItsTables() throws Exception {
        try (TableFiles killed = open(1);
                TableFiles next = open(1)) {
            killed.tables(TIMEOUT_SECONDS).clients().put(HIGH, LOW, NODE, 1);

            assertThat(next.tables(TIMEOUT_SECONDS).clients().find(HIGH, LOW)).isNotEqualTo(StickyTable.NONE);
        }
    }

    @Test
    void shouldClearTablesOfAnotherBoot() throws Exception {
        try (TableFiles files = open(1)) {
            files.tables(TIMEOUT_SECONDS).clients().put(HIGH, LOW, NODE, 1);
        }

        try (TableFiles files = open(2)) {
            assertThat(files.tables(TIMEOUT_SECONDS).clients().find(HIGH, LOW)).isEqualTo(StickyTable.NONE);
        }
    }

    @Test
    void shouldMakeFileAnewWhenItsLengthIsWrong() throws Exception {
        Files.write(folder.resolve("flows.table"), new byte[17]);

        try (TableFiles files = open(1)) {
            assertThat(files.tables(TIMEOUT_SECONDS).flows().size()).isZero();
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

    @Test
    void shouldTellBootsAndNodesApart() {
        assertThat(TableFiles.stampOf("boot", "n1"))
                .isEqualTo(TableFiles.stampOf("boot", "n1"))
                .isNotEqualTo(TableFiles.stampOf("boot", "n2"))
                .isNotEqualTo(TableFiles.stampOf("boot2", "n1"));
    }
}
