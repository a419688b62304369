package io.fairlead.bench;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** HAProxy in TCP mode, as it is without being told more. */
public final class Haproxy {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path file;
    private final Map<Integer, Integer> ports;

    /**
     * Writes its configuration.
     *
     * @param directory where to
     * @param global lines of the global section, such as {@code nbthread 1}; may be empty
     * @param server address of the server
     * @param ports of the server, by the port that it listens on itself
     */
    public Haproxy(final Path directory, final String global, final String server, final Map<Integer, Integer> ports) {
        this.file = directory.resolve("haproxy.cfg");
        this.ports = Map.copyOf(ports);
        final StringBuilder text = new StringBuilder("""
                global
                    %s
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                """.formatted(global));
        ports.forEach((own, target) -> text.append("""
                listen port-%d
                    bind :%d
                    server node %s:%d
                """.formatted(own, own, server, target)));
        try {
            Files.writeString(file, text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How it is started.
     *
     * @return the command with its arguments; it stays in the foreground
     */
    public String[] command() {
        return new String[] {"haproxy", "-db", "-f", file.toString()};
    }

    /**
     * Waits until it listens.
     *
     * @param machine that it was started on
     */
    public void await(final Client machine) {
        ports.keySet()
                .forEach(port -> Await.until("HAProxy to listen", LIMIT, () -> !machine.namespace()
                        .run(LIMIT, "ss", "-Hltn", "sport", "=", ":" + port)
                        .output()
                        .isBlank()));
    }
}
