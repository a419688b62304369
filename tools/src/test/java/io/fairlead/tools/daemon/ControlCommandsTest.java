package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.CheckReport;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before the conductor is asked. */
final class ControlCommandsTest {

    private static final CheckReport CHECK =
            new CheckReport("n1", "2026-11-22T20:31:02Z", true, false, 500, 2_000, 1, 2, List.of());

    private final SimulatedCluster cluster;
    private final ControlCommands commands;

    ControlCommandsTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(1, 0, folder).settled();
        final SimulatedNode node = cluster.node(1);
        final Queue<Runnable> nobodyTakes = new ArrayDeque<>();
        final ConductorCalls calls = new ConductorCalls(nobodyTakes, new NoWaiter());
        commands = new ControlCommands(
                node.conductor(),
                calls,
                node.status(),
                () -> CHECK,
                node.explainer(),
                new ConfigCommands(
                        node.config(),
                        new Reloader(node.config(), calls, node.conductor()::reconfigure, (before, now) -> {})),
                node.captures(calls),
                Mark.ofMaintenance(folder),
                folder.resolve("n1.counters"));
    }

    private static final class NoWaiter implements Waiter {
        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private void assertRefused(final ObjectNode args, final String reason) {
        assertThatThrownBy(() -> commands.handle("explain", args))
                .isInstanceOf(ControlException.class)
                .hasMessage(reason);
    }

    @Test
    void shouldRefuseToExplainWhatIsNoClientOrNoPort() {
        final ObjectNode client = JsonNodeFactory.instance.objectNode().put("client", "10.51.0.50");

        assertRefused(JsonNodeFactory.instance.objectNode(), "'client' is not an IP address");
        assertRefused(client.deepCopy().put("client", "proxy.example"), "'client' is not an IP address");
        assertRefused(client.deepCopy().put("port", 0), "'port' must be 1-65535");
        assertRefused(client.deepCopy().put("port", 65_536), "'port' must be 1-65535");
        assertRefused(client.deepCopy().put("port", "http"), "'port' must be 1-65535");
    }

    @Test
    void shouldSayWhatTheProbesShowed() throws Exception {
        final JsonNode answer = commands.handle("check", JsonNodeFactory.instance.objectNode());

        assertThat(new CheckJson().fromJson(answer)).isEqualTo(CHECK);
    }

    @Test
    void shouldRefuseCommandsThatItDoesNotKnow() {
        assertThatThrownBy(() -> commands.handle("dance", JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(ControlException.class)
                .hasMessage("unknown command 'dance'");
    }
}
