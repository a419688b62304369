package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a file that has changed. */
final class ReloaderTest {

    private static final String YAML = """
            node: {name: n1, interface: eth0}
            virtualRouters: [{virtualIps: [10.51.0.100/24]}]
            redirects: [{protocol: http, originalPorts: [9090]}]
            cluster: {nodes: [10.51.0.2]}
            """;

    private final Path file;
    private final Queue<Runnable> commands = new ArrayDeque<>();
    private final List<NodeConfig> taken = new ArrayList<>();
    private final List<NodeConfig> told = new ArrayList<>();
    private final RunningConfig running;
    private final Reloader reloader;

    ReloaderTest(@TempDir final Path folder) throws Exception {
        file = Files.writeString(folder.resolve("n1.yaml"), YAML);
        running = new RunningConfig(ConfigLoader.load(file));
        reloader = new Reloader(
                running,
                new ConductorCalls(commands, new AtOnce()),
                taken::add,
                (before, now) -> told.addAll(List.of(before, now)));
    }

    /** The conductor is quick. */
    private final class AtOnce implements Waiter {
        @Override
        public void wake() {
            commands.remove().run();
        }

        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void close() {}
    }

    @Test
    void shouldGiveThePartsWhatHasChanged() throws Exception {
        Files.writeString(file, YAML.replace("name: n1", "name: n1, weight: 7, scanning: false"));

        final Reloader.Outcome outcome = reloader.reload("a test");

        assertThat(outcome.refused()).isEmpty();
        assertThat(outcome.applied()).hasToString("[node.weight (n1.yaml:1) 100 → 7]");
        assertThat(outcome.pending()).hasToString("[node.scanning (n1.yaml:1) true → false]");
        assertThat(taken).containsExactly(running.config());
        assertThat(told).hasSize(2);
        assertThat(told.get(0).weight()).isEqualTo(100);
        assertThat(told.get(1)).isSameAs(running.config());
        assertThat(running.config().weight()).isEqualTo(7);
        assertThat(running.config().scanning()).isTrue();
    }

    @Test
    void shouldChangeNothingWhenTheFileIsBrokenOrGone() throws Exception {
        final NodeConfig before = running.config();
        Files.writeString(file, YAML.replace("name: n1", "name: n1, weight: 300"));
        assertThat(reloader.reload("a test").refused()).singleElement().satisfies(problem -> assertThat(
                        problem.toString())
                .startsWith(file + ":1: node.weight: 300 is above 255; use 0-255"));
        Files.delete(file);
        assertThat(reloader.reload("a test").refused()).hasSize(1);

        assertThat(taken).isEmpty();
        assertThat(told).isEmpty();
        assertThat(running.config()).isSameAs(before);
    }
}
