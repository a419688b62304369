package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {

    private final Path folder;

    RehearsalTest(@TempDir final Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {priority: 99, virtualIps: [10.51.0.100/24]} | 30000
            {version: 3, advertisementInterval: 10ms, priority: 99, virtualIps: [10.51.0.100/24]} | 30000
            {priority: 0, virtualIps: [10.51.0.100/24]} | 30000
            {priority: 99, virtualIps: ["fe80::51/64", "2001:db8:51::100/64"]} | 30000
            {priority: 99, virtualIps: ["fe80::51/64"]} | 0
            {priority: 99, interface: eth1, virtualIps: [10.51.0.100/24]} | 0
            {priority: 99, virtualIps: [10.51.0.100/24], unicastPeers: [10.51.0.3]} | 0
            """)
    void shouldServeClientsWhereTheConfigurationHasSomeAndLeaveNothingBehind(final String router, final int answers)
            throws Exception {
        assertThat(rehearsal(router).play()).isEqualTo(answers);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("n1.yaml");
        }
    }

    private Rehearsal rehearsal(final String router) throws Exception {
        final Path file = Files.writeString(folder.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0}
                virtualRouters: [%s]
                redirects: [{protocol: http, originalPorts: [9090]}]
                cluster: {discovery: open}
                """.formatted(router));
        final NodeConfig config = ConfigLoader.load(file).config();
        return new Rehearsal(
                config,
                new NodeIdentity("n1", "eth0", 0x0A330001, null, 0x0A3300FF, 0x0251_0000_0001L, 1500, 1),
                Duration.ZERO);
    }
}
