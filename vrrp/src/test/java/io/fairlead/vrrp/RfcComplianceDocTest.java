package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds docs/rfc-compliance.md to the code: what it names as proof exists. */
@Tag("long")
final class RfcComplianceDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
    private static final Pattern CODE = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.\\w+)?`");
    private static final int MANY = 30;

    @Test
    void shouldNameOnlyTestsThatExistWhenItClaimsAProof() throws IOException {
        final List<MatchResult> named = matches(TEST);
        assertThat(named).hasSizeGreaterThan(MANY);
        for (final MatchResult test : named) {
            final List<Path> files = sources(test.group(1), "src/test");
            assertThat(files).as(test.group()).isNotEmpty();
            if (test.group(2) != null) {
                assertThat(files).as(test.group()).anyMatch(file -> content(file)
                        .contains("void " + test.group(2) + "("));
            }
        }
    }

    @Test
    void shouldNameOnlyClassesThatExistWhenItSaysWhere() throws IOException {
        for (final MatchResult named : matches(CODE)) {
            assertThat(sources(named.group(1), "src")).as(named.group()).isNotEmpty();
        }
    }

    @Test
    void shouldGiveAVerdictInEveryRow() throws IOException {
        for (final String line :
                document().lines().filter(row -> row.startsWith("| ")).toList()) {
            final String[] cells = line.split("\\|");
            if (!cells[1].isBlank() && !cells[1].strip().equals("RFC 9568")) {
                assertThat(cells).as(line).hasSize(6);
                assertThat(Arrays.asList("yes", "deviates", "n/a")).as(line).contains(cells[4].strip());
                assertThat(cells[5]).as(line).isNotBlank();
            }
        }
    }

    private static List<MatchResult> matches(final Pattern pattern) throws IOException {
        return pattern.matcher(document()).results().toList();
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/rfc-compliance.md"));
    }

    private static List<Path> sources(final String className, final String under) throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                Integer.MAX_VALUE,
                (file, attributes) -> file.endsWith(className + ".java")
                        && ROOT.relativize(file).toString().contains(under + "/"))) {
            return files.toList();
        }
    }

    private static String content(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
