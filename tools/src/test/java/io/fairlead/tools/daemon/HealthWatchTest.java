package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.health.PortState;
import io.fairlead.health.ProbeKind;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeSettings;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tools.config.HealthConfig;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.RedirectConfig.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on the loopback interface. */
@Timeout(30)
final class HealthWatchTest {

    private static final int PROBED_AT = Ipv4Address.parse("127.0.0.2");
    private static final HealthConfig CONFIG =
            new HealthConfig(false, Duration.ofMillis(500), Duration.ofSeconds(10), 1, 2);

    private final List<List<RedirectHealth>> told = new ArrayList<>();

    @Test
    void shouldNameTheCauseByTheSocketsOfThisMachineWhenAConnectionIsRefused() throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                ServerSocket everywhere = new ServerSocket(0);
                HealthWatch watch = new HealthWatch(
                        SystemNanoClock.INSTANCE,
                        PROBED_AT,
                        CONFIG,
                        List.of(
                                redirect(elsewhere.getLocalPort(), Transport.TCP),
                                redirect(53, Transport.UDP),
                                redirect(everywhere.getLocalPort(), Transport.TCP),
                                redirect(closedPort(), Transport.TCP)),
                        (verdict, redirects, nowNs) -> told.add(redirects))) {
            watch.probeOnce();

            assertThat(watch.ports().stream().map(PortState::last).map(last -> last.map(ProbeResult::describe)
                            .orElse("")))
                    .containsExactly(
                            "connection refused: the proxy listens on 127.0.0.1 only",
                            "answers: connected",
                            "connection refused: nothing listens on this port");
            assertThat(told.get(told.size() - 1))
                    .containsExactly(
                            new RedirectHealth(
                                    elsewhere.getLocalPort(),
                                    HealthReason.LISTENS_ELSEWHERE,
                                    List.of(IpAddress.parse("127.0.0.1"))),
                            new RedirectHealth(everywhere.getLocalPort(), HealthReason.OK),
                            new RedirectHealth(
                                    watch.ports().get(2).target().address().getPort(), HealthReason.NOT_LISTENING));
        }
    }

    private static RedirectConfig redirect(final int port, final Transport transport) {
        return new RedirectConfig(
                "x", transport, List.of(port), port, List.of(), List.of(), List.of(), ProbeSettings.of(ProbeKind.TCP));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
