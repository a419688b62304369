package io.fairlead.tapio;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The TCP sockets of this host, or of the process's network namespace, that listen. Reads files: for a thread off the data path. */
public final class TcpListeners {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private TcpListeners() {}

    /**
     * Those that listen on a port, at whatever address.
     *
     * @param port 1-65535
     * @return of IPv4 and of IPv6
     * @throws IOException if the kernel does not tell
     */
    public static List<TcpListener> on(final int port) throws IOException {
        final List<TcpListener> listeners = new ArrayList<>();
        for (final Path table : TABLES) {
            try (BufferedReader lines = Files.newBufferedReader(table)) {
                addTo(listeners, lines, port);
            } catch (final NoSuchFileException e) {
                // a kernel without IPv6
            }
        }
        return listeners;
    }

    /** The kernel lists those that listen first, which spares us what may be some hundred thousand connections. */
    private static void addTo(final List<TcpListener> listeners, final BufferedReader lines, final int port)
            throws IOException {
        lines.readLine();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            final @Nullable TcpListener listener = ProcParser.tcpListener(line, ByteOrder.nativeOrder());
            if (listener == null) {
                return;
            }
            if (listener.port() == port) {
                listeners.add(listener);
            }
        }
    }
}
