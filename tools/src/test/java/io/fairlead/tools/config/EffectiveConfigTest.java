package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fairlead config show} says. */
final class EffectiveConfigTest {

    private final Path directory;

    EffectiveConfigTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        FullConfig.writeSecrets(directory);
    }

    @Test
    void shouldNameEveryKeyWhenAllAreGivenAndWhenHardlyAnyIs() throws Exception {
        List<String> known =
                Arrays.stream(ConfigKey.values()).map(ConfigKey::path).toList();

        assertThat(documentedKeys(load(FullConfig.YAML))).containsAll(known);
        assertThat(documentedKeys(load(FullConfig.MINIMAL))).containsAll(known);
    }

    private static List<String> documentedKeys(LoadedConfig loaded) {
        return loaded.effective().lines().stream()
                .map(line -> line.key().replaceAll("\\[\\d+]", "[]"))
                .distinct()
                .toList();
    }

    @Test
    void shouldBeReadAsTheSameConfigurationWhenItIsAFileAgain() throws Exception {
        for (String yaml : List.of(
                FullConfig.YAML,
                FullConfig.MINIMAL,
                FullConfig.MINIMAL + "policy: {algorithm: sourceHash}",
                FullConfig.MINIMAL + "policy: {algorithm: leastConnections, connectionsPerClient: 2}",
                FullConfig.MINIMAL.replace(
                        "virtualIps: [10.51.0.100/24]", "virtualIps: ['fe80::51/64', '2001:db8::5/64']"),
                FullConfig.MINIMAL.replace("name: n1", "name: true"),
                FullConfig.MINIMAL.replace("name: n1", "name: 0123"),
                FullConfig.MINIMAL + "engine: {idle: spin, cpu: 0}")) {
            LoadedConfig loaded = load(yaml);
            String shown = loaded.effective().toYaml();

            LoadedConfig again = load(shown);

            assertThat(again.config()).as(shown).isEqualTo(loaded.config());
            assertThat(again.effective().lines())
                    .extracting(EffectiveConfig.Line::value)
                    .containsExactlyElementsOf(loaded.effective().lines().stream()
                            .map(EffectiveConfig.Line::value)
                            .toList());
        }
    }

    @Test
    void shouldSayWhereEachValueComesFrom() throws Exception {
        assertThat(load("""
                        node: {interface: eth0}
                        virtualRouters:
                          - virtualIps: [10.51.0.100/24]
                            priority: 99
                        redirects: [{protocol: http, originalPorts: [9090]}]
                        cluster:
                          keyFile: cluster.key
                          deadAfter: 90s
                        """).effective().toYaml().lines())
                .anyMatch(line -> line.matches("  name: \\S+ +# host name"))
                .anyMatch(line -> line.matches("  # managementIp: +# not set"))
                .anyMatch(line -> line.matches("  - id: 51 +# default"))
                .anyMatch(line -> line.matches("    priority: 99 +# node.yaml:4"))
                .anyMatch(line -> line.matches("    virtualIps: \\[10.51.0.100/24] +# node.yaml:3"))
                .anyMatch(line -> line.matches("    interface: eth0 +# node.interface"))
                .anyMatch(line -> line.matches("      lowerPriorityCount: 5 +# as count"))
                .anyMatch(line -> line.matches("    # authentication: +# not set"))
                .anyMatch(line -> line.matches("    proxyPort: 9090 +# originalPorts"))
                .anyMatch(line -> line.matches("  keyFile: " + directory + "/cluster.key +# node.yaml:7"))
                .anyMatch(line -> line.matches("  deadAfter: 90s +# node.yaml:8"))
                .anyMatch(line -> line.matches("  stickyTimeout: 30m +# default"))
                .anyMatch(line -> line.matches("  # spinTime: +# not set"));
    }

    @Test
    void shouldNotShowSecrets() throws Exception {
        String password = "s3cret";
        EffectiveConfig shown = load(FullConfig.MINIMAL.replace(
                        "virtualIps:", "authentication: {type: pass, password: " + password + "}, virtualIps:"))
                .effective();

        assertThat(shown.toYaml()).doesNotContain(password).containsPattern("# password: +# node.yaml:2, not shown");
        assertThat(new EffectiveConfigJson().toJson(shown).toString()).doesNotContain(password);
        assertThat(load(FullConfig.YAML).effective().toYaml()).doesNotContain(FullConfig.KEY_TEXT);
    }

    @Test
    void shouldGiveProgramsTypedValues() throws Exception {
        assertThat(new EffectiveConfigJson()
                        .toJson(load(FullConfig.MINIMAL).effective())
                        .path("settings"))
                .anyMatch(setting -> setting.path("key").asText().equals("node.weight")
                        && setting.path("value").asInt() == 100
                        && setting.path("value").isInt()
                        && setting.path("from").asText().equals("default"))
                .anyMatch(setting -> setting.path("key").asText().equals("redirects[0].originalPorts")
                        && setting.path("value").isArray())
                .anyMatch(setting -> setting.path("key").asText().equals("node.managementIp")
                        && setting.path("value").isNull());
    }

    private LoadedConfig load(String yaml) throws Exception {
        Path file = directory.resolve("node.yaml");
        Files.writeString(file, yaml);
        return ConfigLoader.load(file);
    }
}
