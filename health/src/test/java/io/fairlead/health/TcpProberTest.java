package io.fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on the loopback interface, virtual time. */
@Timeout(30)
@SuppressWarnings("try") // closing a server early is what some of them are about
final class TcpProberTest {

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BACKLOG = 1;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<String> results = new ArrayList<>();
    private long nowNs = -TimeUnit.SECONDS.toNanos(1);

    @Test
    void shouldTellConnectedAndRefusedWhenOneOfTwoPortsListens() throws IOException {
        int closedPort = closedPort();
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                TcpProber prober = prober(server.getLocalPort(), closedPort)) {
            runUntil(prober, 2);

            assertThat(results).containsExactlyInAnyOrder("0 CONNECTED", "1 REFUSED");
        }
    }

    @Test
    void shouldProbeAgainWhenTheIntervalIsOver() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                TcpProber prober = prober(server.getLocalPort())) {
            runUntil(prober, 1);
            nowNs += INTERVAL_NS - 1;
            assertThat(prober.doWork(nowNs)).isZero();

            server.close();
            nowNs += 1;
            runUntil(prober, 2);
            assertThat(results).containsExactly("0 CONNECTED", "0 REFUSED");
        }
    }

    @Test
    void shouldTimeOutWhenThePortDoesNotAnswer() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, BACKLOG, LOOPBACK);
                TcpProber prober = prober(server.getLocalPort())) {
            fillQueue(server, crowd);

            assertThat(prober.doWork(nowNs)).isEqualTo(1);
            nowNs += TIMEOUT_NS - 1;
            assertThat(prober.doWork(nowNs)).isZero();
            nowNs += 1;
            assertThat(prober.doWork(nowNs)).as("gives up and starts again").isEqualTo(2);
            assertThat(results).containsExactly("0 TIMED_OUT");
        } finally {
            for (SocketChannel channel : crowd) {
                channel.close();
            }
        }
    }

    @Test
    void shouldNameTheFailureWhenTheSystemRefusesToConnect() {
        assertThat(Probe.resultOf(new ConnectException("Connection refused"))).isEqualTo(ProbeResult.REFUSED);
        assertThat(Probe.resultOf(new ConnectException("Connection timed out"))).isEqualTo(ProbeResult.TIMED_OUT);
        assertThat(Probe.resultOf(new ConnectException("Network is unreachable")))
                .isEqualTo(ProbeResult.UNREACHABLE);
        assertThat(Probe.resultOf(new NoRouteToHostException("No route to host")))
                .isEqualTo(ProbeResult.UNREACHABLE);
        assertThat(Probe.resultOf(new SocketException("Too many open files"))).isEqualTo(ProbeResult.FAILED);
    }

    @Test
    void shouldProbeByItselfWhenStarted() throws Exception {
        BlockingQueue<ProbeResult> seen = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                TcpProber prober = new TcpProber(
                        List.of(target(server.getLocalPort())),
                        1_000_000,
                        TIMEOUT_NS,
                        (i, result) -> seen.add(result))) {
            prober.start();
            assertThat(seen.take()).isEqualTo(ProbeResult.CONNECTED);

            server.close();
            ProbeResult result = seen.take();
            while (result == ProbeResult.CONNECTED) {
                result = seen.take();
            }
            assertThat(result).isEqualTo(ProbeResult.REFUSED);
        }
    }

    /** Linux completes one connection more than the backlog says; the others, and any that come later, wait. */
    private static void fillQueue(ServerSocket server, List<SocketChannel> crowd) throws IOException {
        for (int i = 0; i < 2 * (BACKLOG + 1); i++) {
            SocketChannel channel = SocketChannel.open();
            crowd.add(channel);
            channel.configureBlocking(false);
            channel.connect(server.getLocalSocketAddress());
            while (i <= BACKLOG && !channel.finishConnect()) {
                Thread.onSpinWait();
            }
        }
    }

    private void runUntil(TcpProber prober, int count) {
        while (results.size() < count) {
            prober.doWork(nowNs);
            Thread.onSpinWait();
        }
    }

    private TcpProber prober(int... ports) throws IOException {
        List<ProbeTarget> targets = new ArrayList<>();
        for (int port : ports) {
            targets.add(target(port));
        }
        return new TcpProber(targets, INTERVAL_NS, TIMEOUT_NS, this::onProbe);
    }

    private void onProbe(int target, ProbeResult result) {
        results.add(target + " " + result);
    }

    private static ProbeTarget target(int port) {
        return new ProbeTarget("http", new InetSocketAddress(LOOPBACK, port));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
