package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.health.HealthVerdict;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.lab.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probing of proxies that changes while it goes on. */
final class ProxyWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LOOPBACK = 0x7F00_0001;

    private final Path folder;
    private final List<HealthVerdict> verdicts = new CopyOnWriteArrayList<>();

    ProxyWatchTest(@TempDir final Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldSayNothingOfNewProxiesBeforeAllWereLookedAt() throws Exception {
        final ServerSocket other = proxy();
        try (ServerSocket one = proxy()) {
            final NodeConfig first = config(redirect(one.getLocalPort()));
            final NodeConfig both = config(redirect(one.getLocalPort()) + ", " + redirect(other.getLocalPort()));
            try (ProxyWatch watch = watch(first)) {
                watch.start();
                Await.until("a verdict", LIMIT, () -> !verdicts.isEmpty());
                watch.changed(first, both);
                Await.until("a verdict of both", LIMIT, () -> verdicts.size() > 1);
                other.close();
                Await.until("a failure", LIMIT, () -> !last().healthy());
                watch.changed(both, first);
                Await.until("one proxy alone", LIMIT, () -> last().healthy());
            }
        }
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.failures())
                .allSatisfy(failure -> assertThat(failure.result()).isPresent()));
        assertThat(verdicts).extracting(HealthVerdict::healthy).containsExactly(true, true, false, true);
    }

    @Test
    void shouldBeHealthyWhenThereIsNothingToProbeAnyMore() throws Exception {
        final int port;
        try (ServerSocket closed = proxy()) {
            port = closed.getLocalPort();
        }
        final NodeConfig one = config(redirect(port));
        final NodeConfig none = config("");
        try (ProxyWatch watch = watch(one)) {
            watch.start();
            Await.until("a failure", LIMIT, () -> !verdicts.isEmpty() && !last().healthy());
            watch.changed(one, none);
            assertThat(last().healthy()).isTrue();
            watch.changed(none, none);
        }
        assertThat(verdicts).hasSize(2);
    }

    private static ServerSocket proxy() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private HealthVerdict last() {
        return verdicts.get(verdicts.size() - 1);
    }

    private ProxyWatch watch(final NodeConfig config) throws Exception {
        return new ProxyWatch(
                config,
                (verdict, redirects, nowNs) -> verdicts.add(verdict),
                (now, onVerdict) -> new HealthWatch(
                        SystemNanoClock.INSTANCE, LOOPBACK, now.health(), ConfigMapping.probed(now), onVerdict));
    }

    private static String redirect(final int port) {
        return "{protocol: other, originalPorts: [" + port + "]}";
    }

    private NodeConfig config(final String redirects) throws Exception {
        final Path file = Files.writeString(folder.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                redirects: [%s]
                cluster: {nodes: [10.51.0.2]}
                health: {interval: 100ms, fall: 1}
                """.formatted(redirects));
        return ConfigLoader.load(file).config();
    }
}
