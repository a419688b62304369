package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.lab.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;

    HostWatchTest(@TempDir final Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldMeasureTheMachineAndAskTheProxyByItself() throws Exception {
        final Path load = Files.writeString(folder.resolve("load"), "73");
        final Path file = Files.writeString(folder.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0, proxyLoadFile: %s}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                cluster: {discovery: open}
                """.formatted(load));

        try (HostWatch watch = new HostWatch(ConfigLoader.load(file).config())) {
            assertThat(watch.memoryFraction()).isBetween(0.01, 1.0);
            Await.until("the first second to be over", LIMIT, () -> !Double.isNaN(watch.cpuFraction()));

            assertThat(watch.cpuFraction()).isBetween(0.0, 1.0);
            assertThat(watch.proxyPermille()).isEqualTo(730);
        }
    }
}
