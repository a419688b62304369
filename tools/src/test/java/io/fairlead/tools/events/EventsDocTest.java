package io.fairlead.tools.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class EventsDocTest {

    private static final Path REFERENCE = Path.of("..", "docs", "events.md");

    @Test
    void shouldDocumentEveryTypeAndNoOther() throws IOException {
        assertThat(Files.readString(REFERENCE).lines().filter(line -> line.matches("\\| `[a-z]+\\.[a-z]+` \\|.*")))
                .containsExactlyElementsOf(Arrays.stream(EventKind.values())
                        .map(kind -> "| `" + kind + "` | " + kind.severity() + " | " + kind.meaning() + " |")
                        .toList());
    }
}
