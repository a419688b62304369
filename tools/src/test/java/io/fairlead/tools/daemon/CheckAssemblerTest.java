package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.health.PortState;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.Reason;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.RedirectCheck;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckAssemblerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T20:31:02Z");
    private static final long NOW_NS = TimeUnit.SECONDS.toNanos(100);
    private static final long TOOK_NS = 2_345_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldSayOfEachRedirectWhatItsProbesShowed() throws Exception {
        final NodeConfig config = config(true);
        final CheckReport report = report(
                config,
                port(config, 1, false, 95, 99, 80, 0, ProbeResult.of(Reason.NOT_LISTENING)),
                port(config, 2, true, 40, 98, 97, 1, ProbeResult.of(Reason.NO_ANSWER)));

        assertThat(report.healthy()).isFalse();
        assertThat(report.redirects())
                .containsExactly(
                        new RedirectCheck(
                                "quic",
                                "udp",
                                List.of(443),
                                null,
                                443,
                                null,
                                CheckState.NOT_PROBED,
                                "a UDP port answers nobody",
                                "",
                                null,
                                0,
                                null,
                                null,
                                null,
                                0,
                                0),
                        new RedirectCheck(
                                "http",
                                "tcp",
                                List.of(9090),
                                "10.51.0.1",
                                9090,
                                "http http://o.example/",
                                CheckState.FAILED,
                                "connection refused: nothing listens on this port",
                                "start the proxy, or correct the redirect's proxyPort",
                                "2026-11-22T20:30:57Z",
                                5_000,
                                1_000L,
                                20_000L,
                                2.345,
                                0,
                                3),
                        new RedirectCheck(
                                "ssh",
                                "tcp",
                                List.of(2222),
                                "10.51.0.1",
                                2222,
                                "tcp",
                                CheckState.OK,
                                "no answer: the proxy accepts connections and says nothing",
                                report.redirects().get(2).remedy(),
                                "2026-11-22T20:30:02Z",
                                60_000,
                                2_000L,
                                3_000L,
                                2.345,
                                1,
                                4));
    }

    @Test
    void shouldNotCallAProxyWellThatNobodyHasSeen() throws Exception {
        final NodeConfig config = config(true);
        final PortState unseen =
                new PortState(target(config, 1), false, NOW_NS, Optional.empty(), 0, 0, OptionalLong.empty(), 0);
        final CheckReport report =
                report(config, unseen, port(config, 2, true, 40, 99, 99, 0, ProbeResult.of(Reason.WORKS, "connected")));

        assertThat(report.healthy()).isFalse();
        assertThat(report.redirects().get(1).state()).isEqualTo(CheckState.UNKNOWN);
        assertThat(report.redirects().get(1).lastResult()).isEqualTo("not probed yet");
        assertThat(report.redirects().get(2).lastResult()).isEqualTo("answers: connected");
    }

    @Test
    void shouldBlameTheDaemonWhenItHasNotProbedForLong() throws Exception {
        final NodeConfig config = config(true);
        final PortState well = port(config, 1, true, 10, 99, 99, 0, ProbeResult.of(Reason.WORKS, "HTTP/1.1 200 OK"));
        final PortState stale = port(config, 2, true, 10, 88, 88, 0, ProbeResult.of(Reason.WORKS, "connected"));
        final CheckReport report = report(config, well, stale);

        assertThat(report.healthy()).isFalse();
        assertThat(report.redirects().get(1).state()).isEqualTo(CheckState.OK);
        assertThat(report.redirects().get(2).state()).isEqualTo(CheckState.FAILED);
        assertThat(report.redirects().get(2).lastResult())
                .isEqualTo("no probe has ended for 12 s: the daemon is stuck");
    }

    @Test
    void shouldSayThatNothingIsProbedWhereNothingIsServed() throws Exception {
        final CheckReport report = report(config(false));

        assertThat(report.healthy()).isTrue();
        assertThat(report.redirects())
                .hasSize(3)
                .allMatch(redirect -> redirect.state() == CheckState.NOT_PROBED)
                .allMatch(redirect -> redirect.lastResult().equals("this node does not scan"));
    }

    private static CheckReport report(final NodeConfig config, final PortState... ports) {
        return new CheckAssembler(config).report(List.of(ports), NOW_NS, NOW);
    }

    private static PortState port(
            final NodeConfig config,
            final int redirect,
            final boolean isUp,
            final long sinceSeconds,
            final long lastSeconds,
            final long successSeconds,
            final int contradictions,
            final ProbeResult last) {
        return new PortState(
                target(config, redirect),
                isUp,
                TimeUnit.SECONDS.toNanos(sinceSeconds),
                Optional.of(last),
                TimeUnit.SECONDS.toNanos(lastSeconds),
                TOOK_NS,
                OptionalLong.of(TimeUnit.SECONDS.toNanos(successSeconds)),
                contradictions);
    }

    private static ProbeTarget target(final NodeConfig config, final int redirect) {
        return new ProbeTarget(
                config.redirects().get(redirect).protocol(),
                new InetSocketAddress(
                        "10.51.0.1", config.redirects().get(redirect).proxyPort()),
                config.redirects().get(redirect).probe());
    }

    private NodeConfig config(final boolean isScanning) throws Exception {
        final Path file = folder.resolve("n1.yaml");
        Files.writeString(file, """
                node: {name: n1, interface: eth0, scanning: %s}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                redirects:
                  - {protocol: quic, transport: udp, originalPorts: [443]}
                  - {protocol: http, originalPorts: [9090], health: {url: 'http://o.example/'}}
                  - {protocol: ssh, originalPorts: [2222]}
                cluster: {nodes: [10.51.0.2]}
                health: {interval: 1s, timeout: 2s, rise: 3, fall: 4}
                """.formatted(isScanning));
        return ConfigLoader.load(file).config();
    }
}
