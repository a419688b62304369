package io.fairlead.tapio.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;

/** A TCP server that sends back what it gets, in the namespace of the thread that made it. */
final class Echo implements AutoCloseable {

    private static final int CHUNK_LENGTH = 100_000;
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int READ_TIMEOUT_MS = 20_000;

    private final ServerSocket server;

    Echo(final int port) throws IOException {
        server = new ServerSocket(port);
        start(() -> {
            while (true) {
                final Socket accepted = server.accept();
                start(() -> accepted.getInputStream().transferTo(accepted.getOutputStream()));
            }
        });
    }

    /** Connects from the namespace of the calling thread. */
    static Socket connect(final String address, final int port) throws IOException {
        final Socket socket = new Socket();
        socket.setSoTimeout(READ_TIMEOUT_MS);
        socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MS);
        return socket;
    }

    /** Sends a byte and returns what comes back, -1 if the connection was closed. */
    static int roundTrip(final Socket socket, final int value) throws IOException {
        final OutputStream out = socket.getOutputStream();
        final InputStream in = socket.getInputStream();
        out.write(value);
        out.flush();
        return in.read();
    }

    /** Sends chunks that the sender's kernel leaves in one piece of many segments, and compares what comes back. */
    static void roundTrips(final Socket socket, final int chunks) throws IOException {
        final byte[] chunk = new byte[CHUNK_LENGTH];
        for (int i = 0; i < chunks; i++) {
            new SplittableRandom(i).nextBytes(chunk);
            socket.getOutputStream().write(chunk);
            assertThat(socket.getInputStream().readNBytes(CHUNK_LENGTH)).isEqualTo(chunk);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(final Work work) {
        final Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (final IOException e) {
                // The socket was closed: the test is over, or looks at the client's end.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
