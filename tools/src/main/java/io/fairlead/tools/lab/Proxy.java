package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real forward proxy on a node: tinyproxy, which names the node in the Via header of every answer. */
public final class Proxy implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(5);

    private final Station station;
    private final Path configuration;
    private final int port;
    private LabProcess process;

    private Proxy(final Station station, final Path configuration, final int port) {
        this.station = station;
        this.configuration = configuration;
        this.port = port;
        this.process = launch();
    }

    static Proxy start(final Station station, final int port) {
        final Path file = station.directory().resolve("tinyproxy.conf");
        try {
            Files.writeString(file, configuration(station.name(), port));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Proxy(station, file, port);
    }

    private static String configuration(final String node, final int port) {
        return """
                Port %d
                Timeout 600
                MaxClients 1000
                LogLevel Warning
                ViaProxyName "%s"
                """.formatted(port, node);
    }

    private LabProcess launch() {
        // -d keeps it in the foreground, so that the process the lab started is the proxy itself.
        final LabProcess started = station.start("proxy", "tinyproxy", "-d", "-c", configuration.toString());
        Await.until("proxy of " + station.name() + " listening", START_LIMIT, () -> station.listensOn(port));
        return started;
    }

    public int port() {
        return port;
    }

    public boolean isListening() {
        return station.listensOn(port);
    }

    /** Stops the proxy, so that its port refuses connections. */
    public void stop() {
        process.stop();
    }

    public void restart() {
        process.stop();
        process = launch();
    }

    @Override
    public void close() {
        stop();
    }
}
