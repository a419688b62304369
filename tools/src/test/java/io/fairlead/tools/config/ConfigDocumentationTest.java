package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ConfigDocumentationTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    /** A section's heading, or the first cell of a row. */
    private static final Pattern DOCUMENTED = Pattern.compile("^(?:## |\\| )`([^`]+)`(?:$| \\|)", Pattern.MULTILINE);

    @Test
    void shouldDocumentEveryKeyAndNoOther() throws IOException {
        List<String> documented = new ArrayList<>();
        DOCUMENTED
                .matcher(Files.readString(REFERENCE))
                .results()
                .map(MatchResult::group)
                .map(line -> line.substring(line.indexOf('`') + 1, line.lastIndexOf('`')))
                .forEach(documented::add);

        List<String> known =
                Arrays.stream(ConfigKey.values()).map(ConfigKey::path).toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void shouldSayOfEveryKeyWhetherAReloadAppliesIt() throws IOException {
        List<String> rows = Files.readAllLines(REFERENCE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        Arrays.stream(ConfigKey.values())
                .filter(key -> !key.sectionName().isEmpty())
                .forEach(key -> assertThat(rows)
                        .as(key.path())
                        .anyMatch(row -> row.matches("\\| `" + Pattern.quote(key.path()) + "` \\| [^|]* \\| [^|]* \\| "
                                + (key.isAppliedByReload() ? "yes" : "no") + " \\| .*")));
    }
}
