package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.StickyTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableFilesTest {

    private static final long HIGH = 0x2001_0DB8_0000_0000L;
    private static final long LOW = 0x96;
    private static final int NODE = 0x0A330001;
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldKeepTablesWhenOpenedAgain() {
        new TableFiles(folder, 1).tables(TIMEOUT_SECONDS).clients().put(HIGH, LOW, NODE, 1);

        final StickyTable again =
                new TableFiles(folder, 1).tables(TIMEOUT_SECONDS).clients();

        assertThat(again.owner(again.find(HIGH, LOW))).isEqualTo(NODE);
    }

    @Test
    void shouldClearTablesOfAnotherBoot() {
        new TableFiles(folder, 1).tables(TIMEOUT_SECONDS).clients().put(HIGH, LOW, NODE, 1);

        assertThat(new TableFiles(folder, 2).tables(TIMEOUT_SECONDS).clients().find(HIGH, LOW))
                .isEqualTo(StickyTable.NONE);
    }

    @Test
    void shouldMakeFileAnewWhenItsLengthIsWrong() throws Exception {
        Files.write(folder.resolve("flows.table"), new byte[17]);

        assertThat(new TableFiles(folder, 1).tables(TIMEOUT_SECONDS).flows().size())
                .isZero();
    }

    @Test
    void shouldTellBootsAndNodesApart() {
        assertThat(TableFiles.stampOf("boot", "n1"))
                .isEqualTo(TableFiles.stampOf("boot", "n1"))
                .isNotEqualTo(TableFiles.stampOf("boot", "n2"))
                .isNotEqualTo(TableFiles.stampOf("boot2", "n1"));
    }
}
