package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a changed file a running node takes, and what it names. */
final class ConfigUpdateTest {

    /** A change of each key that a reload applies, as from and to. */
    private static final List<List<String>> APPLIED = List.of(
            List.of("  weight: 50", "  weight: 60"),
            List.of("    priority: 99", "    priority: 98"),
            List.of("protocol: http", "protocol: https"),
            List.of(
                    "originalPorts: [9443]\n    health: {probe: tls, serverName: origin.example}",
                    "originalPorts: [9443]\n    transport: udp"),
            List.of("probe: http\n      url: http://origin.example/", "probe: tcp"),
            List.of("url: http://origin.example/", "url: http://other.example/"),
            List.of("service: reqmod", "service: respmod"),
            List.of("serverName: origin.example", "serverName: other.example"),
            List.of("[9090, 9091]", "[9092]"),
            List.of("proxyPort: 3128", "proxyPort: 3129"),
            List.of("50000-50002", "50000-50003"),
            List.of("exceptSources: [192.0.2.7, ", "exceptSources: ["),
            List.of("exceptDestinations: [10.51.0.101]", "exceptDestinations: [10.51.0.102]"),
            List.of("udp\n    originalPorts: [9090]", "udp\n    originalPorts: [9090]\n    force: true"),
            List.of(
                    "algorithm: weightedLeastConnections\n  weights: {cpu: 3, memory: 0, proxy: 5, connections: 2}",
                    "algorithm: leastConnections"),
            List.of("cpu: 3,", "cpu: 4,"),
            List.of("memory: 0", "memory: 1"),
            List.of("proxy: 5", "proxy: 6"),
            List.of("connections: 2}", "connections: 3}"),
            List.of("connectionsPerClient: 8", "connectionsPerClient: 9"),
            List.of("slowStart: 30s", "slowStart: 31s"),
            List.of("connections: 200", "connections: 201"),
            List.of("spread: true", "spread: false"),
            List.of("perRedirect: true", "perRedirect: false"),
            List.of("  interval: 2s", "  interval: 3s"),
            List.of("  timeout: 3s\n  rise", "  timeout: 4s\n  rise"),
            List.of("  rise: 4", "  rise: 5"),
            List.of("  fall: 5", "  fall: 6"));

    private final Path directory;

    ConfigUpdateTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        FullConfig.writeSecrets(directory);
    }

    @Test
    void shouldApplyEachKeyThatIsSaidToBeAppliedByReload() throws Exception {
        Set<String> seen = new HashSet<>();
        LoadedConfig running = load(FullConfig.YAML);
        for (List<String> change : APPLIED) {
            LoadedConfig file = load(FullConfig.YAML.replace(change.get(0), change.get(1)));

            ConfigUpdate update = ConfigUpdate.of(running, file);

            assertThat(update.pending()).as(change.toString()).isEmpty();
            assertThat(update.applied()).as(change.toString()).isNotEmpty();
            assertThat(update.result().config()).as(change.toString()).isEqualTo(file.config());
            assertThat(ConfigUpdate.of(update.result(), file).applied()).isEmpty();
            update.applied().forEach(told -> seen.add(told.key().replaceAll("\\[\\d+]", "[]")));
        }
        assertThat(seen)
                .containsAll(Arrays.stream(ConfigKey.values())
                        .filter(ConfigKey::isAppliedByReload)
                        .filter(key -> ConfigKey.keysOf(key.path()).isEmpty()
                                && ConfigKey.keysOf(key.path() + "[]").isEmpty())
                        .map(ConfigKey::path)
                        .toList());
    }

    @Test
    void shouldKeepWhatElseHasChangedAndNameIt() throws Exception {
        LoadedConfig running = load(FullConfig.YAML);
        for (List<String> change : List.of(
                List.of("name: n1", "name: n9", "node.name (n.yaml:2) n1 → n9"),
                List.of("scanning: false", "scanning: true", "node.scanning (n.yaml:7) false → true"),
                List.of(
                        "managementIp: 10.51.0.1\n",
                        "managementIp: 10.51.0.9\n",
                        "node.managementIp (n.yaml:4) 10.51.0.1 → 10.51.0.9"),
                List.of("version: 2", "version: 3", "virtualRouters[0].version (n.yaml:12) 2 → 3"),
                List.of("stickyTimeout: 1h", "stickyTimeout: 90m", "policy.stickyTimeout (n.yaml:101) 1h → 90m"),
                List.of("weight: -20", "weight: -21", "virtualRouters[0].track[1].weight (n.yaml:44) -20 → -21"),
                List.of("deadAfter: 20s", "deadAfter: 21s", "cluster.deadAfter (n.yaml:88) 20s → 21s"),
                List.of(
                        "      - file: /run/x\n        weight: 253\n",
                        "",
                        "virtualRouters[0].track[5] removed: {health: true}"))) {
            ConfigUpdate update = ConfigUpdate.of(running, load(FullConfig.YAML.replace(change.get(0), change.get(1))));

            assertThat(update.applied()).as(change.toString()).isEmpty();
            assertThat(update.pending()).extracting(ConfigChange::toString).contains(change.get(2));
            assertThat(update.result().config()).isEqualTo(running.config());
        }
    }

    @Test
    void shouldSeeNoChangeWhenADefaultIsWrittenOutOrAUnitChanges() throws Exception {
        ConfigUpdate update = ConfigUpdate.of(
                load(FullConfig.MINIMAL),
                load(FullConfig.MINIMAL.replace("interface: eth0", "interface: eth0, weight: 100")
                        + "policy: {stickyTimeout: 1800s}"));

        assertThat(update.applied()).isEmpty();
        assertThat(update.pending()).isEmpty();
    }

    @Test
    void shouldNameAKeyFileThatHoldsAnotherKeyWithoutShowingIt() throws Exception {
        LoadedConfig running = load(FullConfig.YAML);
        Files.writeString(directory.resolve("cluster.key"), "11".repeat(ClusterKey.LENGTH));

        ConfigUpdate update = ConfigUpdate.of(running, load(FullConfig.YAML));

        assertThat(update.pending())
                .extracting(ConfigChange::toString)
                .containsExactly("cluster.keyFile (n.yaml:83) has changed");
    }

    @Test
    void shouldNotGiveThePriorityOfOneRouterToAnother() throws Exception {
        LoadedConfig running = load(FullConfig.YAML);
        ConfigUpdate update = ConfigUpdate.of(
                running, load(FullConfig.YAML.replace("id: 7", "id: 9").replace("priority: 99", "priority: 98")));

        assertThat(update.applied()).isEmpty();
        assertThat(update.pending())
                .extracting(ConfigChange::key)
                .contains("virtualRouters[0].id", "virtualRouters[0].priority", "virtualRouters[2].priority");
        assertThat(update.result().config()).isEqualTo(running.config());
    }

    private LoadedConfig load(String yaml) throws Exception {
        Path file = directory.resolve("n.yaml");
        Files.writeString(file, yaml);
        return ConfigLoader.load(file);
    }
}
