package io.fairlead.tools.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint that Prometheus asks, from the client library. It starts on a thread of its own, since it takes a while to load and nobody asks before the first
 * frame. The node goes on without it: where it cannot listen it says so once and tries again.
 *
 * <p>Threads, connections, headers and the time that a client may take are bounded: whoever reaches the port costs the other clients of the port something, but
 * the node nothing.
 */
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("metrics");

    static final int MAX_CONNECTIONS = 32;
    private static final int THREADS = 2;
    private static final long RETRY_SECONDS = 5;

    /** Of the JDK's server, which reads them when it is loaded: nobody else in this process uses it. */
    private static final Map<String, String> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS),
            "sun.net.httpserver.maxIdleConnections", "8",
            "sun.net.httpserver.idleInterval", "5",
            "sun.net.httpserver.maxReqHeaders", "50",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.maxReqTime", "2",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.nodelay", "true");

    private final InetSocketAddress address;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "fairlead-metrics");
    private final AtomicInteger worker = new AtomicInteger();
    private volatile @Nullable HTTPServer server;

    private MetricsServer(InetSocketAddress address, MultiCollector metrics) {
        this.address = address;
        registry.register(metrics);
        thread.setDaemon(true);
    }

    /**
     * Begins to listen, and returns at once.
     *
     * @param address to listen on
     * @param metrics what to tell
     * @return to be closed
     */
    public static MetricsServer start(InetSocketAddress address, MultiCollector metrics) {
        MetricsServer made = new MetricsServer(address, metrics);
        made.thread.start();
        return made;
    }

    private void run() {
        LIMITS.forEach(System::setProperty);
        boolean isSaid = false;
        try {
            do {
                try {
                    server = listen();
                    LOG.info("metrics are served at http://{}:{}/metrics", host(), port());
                    return;
                } catch (IOException e) {
                    if (!isSaid) {
                        LOG.warn(
                                "metrics are not served: cannot listen on {}:{}: {}; it is tried again every {} s. Remedy: choose"
                                        + " a free port and an address of this machine in metrics.listen",
                                host(),
                                address.getPort(),
                                e.getMessage(),
                                RETRY_SECONDS);
                        isSaid = true;
                    }
                }
            } while (!stopRequested.await(RETRY_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HTTPServer listen() throws IOException {
        InetAddress host = address.getAddress();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MAX_CONNECTIONS), task -> {
                    Thread made = new Thread(task, "fairlead-metrics-" + worker.incrementAndGet());
                    made.setDaemon(true);
                    return made;
                });
        executor.allowCoreThreadTimeOut(true);
        try {
            return HTTPServer.builder()
                    .inetAddress(host)
                    .port(address.getPort())
                    .executorService(executor)
                    .registry(registry)
                    .buildAndStart();
        } catch (IOException | RuntimeException e) {
            executor.shutdownNow();
            throw e;
        }
    }

    private String host() {
        String text = address.getAddress().getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    /** Where it listens; 0 as long as it does not. */
    int port() {
        HTTPServer running = server;
        return running == null ? 0 : running.getPort();
    }

    /** Stops listening. */
    @Override
    public void close() {
        stopRequested.countDown();
        boolean interrupted = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        HTTPServer running = server;
        if (running != null) {
            running.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
