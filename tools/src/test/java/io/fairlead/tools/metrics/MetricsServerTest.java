package io.fairlead.tools.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int READ_TIMEOUT_MS = 15_000;
    private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: n1\r\nConnection: close\r\n\r\n";

    private final MetricsServer server = MetricsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Exposition.metrics(Exposition::report));
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void await() {
        Await.until("the server listening", LIMIT, () -> server.port() != 0);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(READ_TIMEOUT_MS);
        sockets.add(socket);
        return socket;
    }

    /** Everything until the server hangs up, which it may do rudely. */
    private String ask(byte[] request) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                answer.append(new String(buffer, 0, length, UTF_8));
            }
        } catch (IOException e) {
            // what came before counts
        }
        return answer.toString();
    }

    private boolean isServed() {
        String answer = ask(SCRAPE.getBytes(US_ASCII));
        return answer.startsWith("HTTP/1.1 200") && answer.contains("fairlead_up 1");
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fairlead-metrics-"))
                .count();
    }

    @Test
    void shouldServeWhatPrometheusAsksFor() {
        assertThat(isServed()).isTrue();
        String openMetrics =
                SCRAPE.replace("Connection", "Accept: application/openmetrics-text; version=1.0.0\r\nConnection");
        assertThat(ask(openMetrics.getBytes(US_ASCII)))
                .contains("application/openmetrics-text", "# TYPE fairlead_node_role stateset", "# EOF");
    }

    @Test
    void shouldGoOnServingAfterGarbageAndHugeHeaders() {
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(4096)];
            random.nextBytes(garbage);
            garbage[garbage.length - 1] = '\n';
            assertThat(ask((new String(garbage, US_ASCII) + "\r\n\r\n").getBytes(US_ASCII)))
                    .doesNotContain("fairlead_up");
        }
        String hugeHeader = "GET /metrics HTTP/1.1\r\nHost: n1\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n";
        assertThat(ask(hugeHeader.getBytes(US_ASCII))).doesNotContain("fairlead_up");
        String manyHeaders = "GET /metrics HTTP/1.1\r\nHost: n1\r\n" + "X: y\r\n".repeat(1000) + "\r\n";
        assertThat(ask(manyHeaders.getBytes(US_ASCII))).doesNotContain("fairlead_up");
        assertThat(ask("GET /../../etc/passwd HTTP/1.1\r\nHost: n1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII)))
                .doesNotContain("root:");

        assertThat(isServed()).isTrue();
        assertThat(threads()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldServeAgainSoonWhenManyClientsSendSlowlyOrNothing() throws IOException {
        for (int i = 0; i < 4 * MetricsServer.MAX_CONNECTIONS; i++) {
            Socket socket = connect();
            if (i % 2 == 0) {
                socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
            }
        }

        assertThat(threads()).isLessThanOrEqualTo(2);
        Await.until("somebody else is served", Duration.ofSeconds(60), this::isServed);
    }

    @Test
    void shouldStartWhenThePortIsFreeEvenIfItWasNot() throws IOException {
        MetricsServer late;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            late = MetricsServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()),
                    Exposition.metrics(Exposition::report));
        }
        try (late) {
            Await.until("the second server listening", LIMIT, () -> late.port() != 0);
        }
    }
}
