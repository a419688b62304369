package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schema, readers and documentation say the same. */
final class ConfigSchemaTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    private final JsonNode schema = new ObjectMapper().readTree(ConfigSchema.text());
    private final Map<String, JsonNode> byKey = new TreeMap<>();
    private final Path directory;

    ConfigSchemaTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        FullConfig.writeSecrets(directory);
        collect(schema, "");
    }

    private void collect(JsonNode object, String path) {
        assertThat(object.path("additionalProperties").isBoolean()).as(path).isTrue();
        assertThat(object.path("additionalProperties").asBoolean()).as(path).isFalse();
        object.path("properties").properties().forEach(property -> {
            String key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            byKey.put(key, property.getValue());
            if (property.getValue().has("properties")) {
                collect(property.getValue(), key);
            } else if (property.getValue().path("items").has("properties")) {
                collect(property.getValue().path("items"), key + "[]");
            }
        });
    }

    private JsonNode entry(String key) {
        return Objects.requireNonNull(byKey.get(key), key);
    }

    @Test
    void shouldKnowEveryKeyAndNoOther() {
        assertThat(byKey.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ConfigKey.values()).map(ConfigKey::path).toList());
    }

    @Test
    void shouldSayWhatTheDocumentationSays() throws IOException {
        for (String line : Files.readAllLines(REFERENCE)) {
            if (line.startsWith("| `")) {
                String[] cells = line.substring(2, line.length() - 2).split(" \\| ", 5);
                String key = cells[0].replace("`", "");
                assertThat(entry(key).path("description").asText())
                        .as(key)
                        .isEqualTo(cells[4].replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                                .replace("`", ""));
            }
        }
    }

    @Test
    void shouldAcceptWhatTheReadersAccept() throws IOException {
        for (String yaml :
                List.of(FullConfig.YAML, FullConfig.MINIMAL, FullConfig.MINIMAL + "engine: {idle: spin, cpu: 0}")) {
            assertThat(faults(yaml)).as(yaml).isEmpty();
        }
    }

    @Test
    void shouldRefuseUnknownKeysAndMissingOnes() throws IOException {
        assertThat(faults(FullConfig.MINIMAL + "speed: 3")).containsExactly("/speed is not a known key");
        assertThat(faults(FullConfig.MINIMAL.replace("interface: eth0", "wheight: 3")))
                .containsExactlyInAnyOrder("/node/wheight is not a known key", "/node/interface is missing");
    }

    @Test
    void shouldHaveTheDefaultsOfTheReaders() throws Exception {
        List<String> compared = new ArrayList<>();
        EffectiveConfig effective = load(FullConfig.MINIMAL + "policy: {heavySources: {}}\nengine: {idle: adaptive}\n")
                .effective();
        for (JsonNode setting : new EffectiveConfigJson().toJson(effective).path("settings")) {
            JsonNode entry = entry(setting.path("key").asText().replaceAll("\\[\\d+]", "[]"));
            if (setting.path("from").asText().equals("default") && entry.has("default")) {
                assertThat(entry.path("default")).as(setting.toString()).isEqualTo(setting.path("value"));
                compared.add(setting.path("key").asText());
            }
        }
        assertThat(compared).hasSizeGreaterThan(30);
    }

    @Test
    void shouldHaveTheLimitsOfTheReaders() {
        List<String> compared = new ArrayList<>();
        byKey.forEach((key, entry) -> {
            if (entry.has("minimum")) {
                compared.add(key);
                assertThat(refusal(key, String.valueOf(entry.path("minimum").asInt() - 1)))
                        .as(key)
                        .contains("is below");
                assertThat(refusal(key, String.valueOf(entry.path("maximum").asInt() + 1)))
                        .as(key)
                        .contains("is above");
                assertThat(refusal(key, entry.path("minimum").asText())).as(key).doesNotContain("is below");
                assertThat(refusal(key, entry.path("maximum").asText())).as(key).doesNotContain("is above");
            }
            entry.path("enum")
                    .forEach(word ->
                            assertThat(refusal(key, word.asText())).as(key).doesNotContain("is not known"));
            if (entry.path("enum").path(0).isTextual()) {
                compared.add(key);
                assertThat(refusal(key, "otherwise"))
                        .as(key)
                        .contains("is not known; use "
                                + String.join(
                                        " or ", new ObjectMapper().convertValue(entry.path("enum"), String[].class)));
            }
        });
        assertThat(compared).hasSizeGreaterThan(30);
    }

    /** What the readers say of a key when it is the only one of its section that has this value; all else that is wrong does not matter here. */
    private String refusal(String key, String value) {
        String section = key.contains(".") ? key.substring(0, key.lastIndexOf('.')) : "";
        StringBuilder yaml = new StringBuilder();
        for (String part : section.split("\\.", -1)) {
            yaml.append(part.endsWith("[]") ? part.substring(0, part.length() - 2) + ": [{" : part + ": {");
        }
        // what a key needs beside it to be looked at
        yaml.append(beside(key))
                .append(key.substring(section.length() + 1))
                .append(": ")
                .append(value);
        List<String> parts = new ArrayList<>(List.of(section.split("\\.", -1)));
        for (int i = parts.size() - 1; i >= 0; i--) {
            yaml.append(parts.get(i).endsWith("[]") ? "}]" : "}");
        }
        try {
            load(yaml.toString());
            return "";
        } catch (ConfigException e) {
            return e.problems().stream()
                    .filter(problem ->
                            problem.key().replaceAll("\\[\\d+]", "[]").equals(key))
                    .map(problem -> problem.reason() + "; " + problem.remedy())
                    .reduce("", (one, other) -> one + "\n" + other);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String beside(String key) {
        if (key.startsWith("virtualRouters[].authentication.") && !key.endsWith(".type")) {
            return "type: hmac, keys: {1: vrrp1.key}, ";
        }
        return "";
    }

    private LoadedConfig load(String yaml) throws IOException, ConfigException {
        Path file = directory.resolve("n.yaml");
        Files.writeString(file, yaml);
        return ConfigLoader.load(file);
    }

    private List<String> faults(String yaml) throws IOException {
        return SchemaFaults.of(schema, new YAMLMapper().readTree(yaml));
    }
}
