package io.fairlead.tools.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fairlead.tools.daemon.MetricsCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboard, alerts and documentation name what there is. */
final class MonitoringFilesTest {

    private static final Path MONITORING = Path.of("monitoring");
    private static final Path DOC = Path.of("..", "docs", "metrics.md");
    private static final Path EXPECTED = Path.of("target", "metrics-table.md");
    private static final Pattern NAME = Pattern.compile("fairlead_[a-z0-9_]+");

    /** As a node exposes it. */
    private static final Set<String> EXPOSED =
            families().stream().map(Family::exposedName).collect(Collectors.toSet());

    private static List<Family> families() {
        return new NodeMetrics(
                        "n1",
                        List.of("eth0", "eth1"),
                        MetricsCounters.ofDaemon(),
                        Exposition::report,
                        Exposition::counters)
                .families();
    }

    @Test
    void shouldHaveNamesThatFollowTheConventions() {
        assertThat(families()).extracting(Family::exposedName).doesNotHaveDuplicates();
        assertThat(families())
                .allMatch(family -> family.name().matches("fairlead(_[a-z0-9]+)+"))
                .allMatch(family -> !family.name().endsWith("_total"))
                .allMatch(family -> !family.help().isEmpty());
    }

    @Test
    void shouldExposeEachFamilyUnderItsName() {
        String text = NodeMetricsTest.expose(Exposition.metrics(Exposition::report));
        for (Family family : Families.all()) {
            assertThat(text).contains("\n" + family.exposedName());
        }
    }

    @Test
    void shouldAlertOnMetricsThatThereAre() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(MONITORING.resolve("fairlead-alerts.yaml").toFile())
                .at("/groups/0/rules");
        List<String> expressions = new ArrayList<>();
        rules.forEach(rule -> {
            assertThat(rule.path("alert").asText()).startsWith("Fairlead");
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
            expressions.add(rule.path("expr").asText());
        });
        assertThat(expressions).hasSizeGreaterThan(8);
        assertKnown(expressions);
    }

    @Test
    void shouldDrawMetricsThatThereAre() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(MONITORING.resolve("fairlead-dashboard.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(12);
        assertKnown(expressions);
        assertThat(dashboard.path("panels"))
                .allMatch(panel -> !panel.path("targets").isEmpty());
    }

    private static void assertKnown(List<String> expressions) {
        for (String expression : expressions) {
            assertThat(NAME.matcher(expression).results().map(MatchResult::group))
                    .as(expression)
                    .allMatch(EXPOSED::contains);
        }
    }

    @Test
    void shouldDocumentEveryMetric() throws IOException {
        StringBuilder table = new StringBuilder("| metric | type | labels | what it tells |\n|---|---|---|---|\n");
        for (Family family : families()) {
            String labels =
                    family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
            if (family.type() == Family.Type.STATESET) {
                labels += ", `" + family.name() + "`";
            }
            table.append("| `")
                    .append(family.exposedName())
                    .append("` | ")
                    .append(family.type().name().toLowerCase(java.util.Locale.ROOT))
                    .append(" | ")
                    .append(labels)
                    .append(" | ")
                    .append(family.help())
                    .append(" |\n");
        }
        Files.writeString(EXPECTED, table);

        assertThat(Files.readString(DOC))
                .as("docs/metrics.md is out of date: put tools/target/metrics-table.md in place of its table")
                .contains("\n" + table + "\n");
    }
}
