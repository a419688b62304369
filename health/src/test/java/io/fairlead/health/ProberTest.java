package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
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
final class ProberTest {

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BACKLOG = 1;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<String> results = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private final List<Long> durationsNs = new ArrayList<>();
    private long nowNs = -TimeUnit.SECONDS.toNanos(1);

    @Test
    void shouldTellConnectedAndRefusedWhenOneOfTwoPortsListens() throws IOException {
        int closedPort = closedPort();
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), closedPort)) {
            runUntil(prober, 2);

            assertThat(results).containsExactlyInAnyOrder("0 WORKS", "1 REFUSED");
        }
    }

    @Test
    void shouldProbeAgainWhenTheIntervalIsOver() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort())) {
            runUntil(prober, 1);
            nowNs += INTERVAL_NS - 1;
            assertThat(prober.doWork(nowNs)).isZero();

            server.close();
            nowNs += 1;
            runUntil(prober, 2);
            assertThat(results).containsExactly("0 WORKS", "0 REFUSED");
        }
    }

    @Test
    void shouldTimeOutWhenThePortDoesNotAnswer() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, BACKLOG, LOOPBACK);
                Prober prober = prober(server.getLocalPort())) {
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
    void shouldTellWhatTheProxySaidWhenItAnswersInPieces() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), ProbeKind.HTTP);
                Socket proxy = accept(prober, server)) {
            assertThat(readLine(prober, proxy)).isEqualTo("OPTIONS * HTTP/1.1");

            say(proxy, "HTTP/1.1 4");
            spin(prober);
            assertThat(results).isEmpty();
            nowNs += 5_000;
            say(proxy, "00 Bad Request\r\nServer: x\r\n");
            runUntil(prober, 1);

            assertThat(results).containsExactly("0 WORKS");
            assertThat(details).containsExactly("HTTP/1.1 400 Bad Request");
            assertThat(durationsNs).containsExactly(5_000L);
        }
    }

    @Test
    void shouldTakeLeaveWhenAServerHasGreeted() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), ProbeKind.FTP);
                Socket proxy = accept(prober, server)) {
            say(proxy, "220 ready\r\n");
            runUntil(prober, 1);

            assertThat(results).containsExactly("0 WORKS");
            assertThat(new String(proxy.getInputStream().readAllBytes(), ISO_8859_1))
                    .isEqualTo("QUIT\r\n");
        }
    }

    @Test
    void shouldReadNoMoreThanTheBeginningWhenSomebodyNeverEnds() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), ProbeKind.FTP);
                Socket proxy = accept(prober, server)) {
            say(proxy, "220-" + "x".repeat(4_000));
            runUntil(prober, 1);

            assertThat(results).containsExactly("0 WORKS");
            assertThat(details).containsExactly("220-" + "x".repeat(60) + "...");
        }
    }

    @Test
    void shouldTellThatNothingWasSaidWhenThePortIsSilent() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), ProbeKind.FTP);
                Socket proxy = accept(prober, server)) {
            nowNs += TIMEOUT_NS;
            runUntil(prober, 1);
            assertThat(results).containsExactly("0 NO_ANSWER");
            assertThat(details).containsExactly("");
            assertThat(durationsNs).containsExactly(TIMEOUT_NS);
            assertThat(proxy.getInputStream().read()).as("the probe hung up").isEqualTo(-1);
        }
    }

    @Test
    void shouldTellHowFarTheAnswerCameWhenItDoesNotEnd() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), ProbeKind.FTP);
                Socket proxy = accept(prober, server)) {
            say(proxy, "22");
            spin(prober);
            nowNs += TIMEOUT_NS;
            runUntil(prober, 1);
            assertThat(results).containsExactly("0 NO_ANSWER");
            assertThat(details).containsExactly("\"22\"");
        }
    }

    @Test
    void shouldTellThatItWasHungUpOnWhenTheProxyDoesSo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = prober(server.getLocalPort(), ProbeKind.HTTP)) {
            accept(prober, server).close();
            runUntil(prober, 1);
            assertThat(results).containsExactly("0 CLOSED");
        }
    }

    @Test
    void shouldNameTheFailureWhenTheSystemRefusesToConnect() {
        assertThat(reasonOf(new ConnectException("Connection refused"))).isEqualTo(Reason.REFUSED);
        assertThat(reasonOf(new ConnectException("Connection timed out"))).isEqualTo(Reason.TIMED_OUT);
        assertThat(reasonOf(new ConnectException("Network is unreachable"))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reasonOf(new NoRouteToHostException("No route to host"))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reasonOf(new SocketException("Connection reset"))).isEqualTo(Reason.CLOSED);
        assertThat(reasonOf(new SocketException("Too many open files"))).isEqualTo(Reason.FAILED);
    }

    @Test
    void shouldProbeByItselfWhenStarted() throws Exception {
        BlockingQueue<Reason> seen = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
                Prober prober = new Prober(
                        List.of(target(server.getLocalPort())),
                        1_000_000,
                        TIMEOUT_NS,
                        (i, result, durationNs) -> seen.add(result.reason()))) {
            prober.start();
            assertThat(seen.take()).isEqualTo(Reason.WORKS);

            server.close();
            Reason result = seen.take();
            while (result == Reason.WORKS || result == Reason.CLOSED) {
                result = seen.take();
            }
            assertThat(result).isEqualTo(Reason.REFUSED);
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

    private Socket accept(Prober prober, ServerSocket server) throws IOException {
        prober.doWork(nowNs);
        Socket accepted = server.accept();
        prober.doWork(nowNs);
        return accepted;
    }

    private String readLine(Prober prober, Socket proxy) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = '\0'; c != '\n'; ) {
            prober.doWork(nowNs);
            if (proxy.getInputStream().available() > 0) {
                c = proxy.getInputStream().read();
                line.append((char) c);
            }
        }
        return line.toString().strip();
    }

    private static void say(Socket proxy, String text) throws IOException {
        proxy.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** The kernel delivers on the loopback interface before a write returns, so a few cycles are enough to see what is there. */
    private void spin(Prober prober) {
        for (int i = 0; i < 10; i++) {
            prober.doWork(nowNs);
        }
    }

    private Prober prober(int port, ProbeKind kind) throws IOException {
        return new Prober(List.of(target(port, kind)), INTERVAL_NS, TIMEOUT_NS, this::onProbe);
    }

    private void runUntil(Prober prober, int count) {
        while (results.size() < count) {
            prober.doWork(nowNs);
            Thread.onSpinWait();
        }
    }

    private Prober prober(int... ports) throws IOException {
        List<ProbeTarget> targets = new ArrayList<>();
        for (int port : ports) {
            targets.add(target(port));
        }
        return new Prober(targets, INTERVAL_NS, TIMEOUT_NS, this::onProbe);
    }

    private void onProbe(int target, ProbeResult result, long durationNs) {
        results.add(target + " " + result.reason());
        details.add(result.detail());
        durationsNs.add(durationNs);
    }

    private static Reason reasonOf(IOException e) {
        return Probe.resultOf(e).reason();
    }

    private static ProbeTarget target(int port) {
        return target(port, ProbeKind.TCP);
    }

    private static ProbeTarget target(int port, ProbeKind kind) {
        return new ProbeTarget("x", new InetSocketAddress(LOOPBACK, port), ProbeSettings.of(kind));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
