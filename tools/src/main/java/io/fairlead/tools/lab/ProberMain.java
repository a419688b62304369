package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks an address over and over, by ping and by opening TCP connections, and prints a line with {@link System#nanoTime} for every answer.
 * On Linux that clock is the same in all processes. Run as a process of its own, inside a client's namespace.
 */
final class ProberMain {
    static final String PING = "ping";
    static final String CONNECT = "connect";

    private static final int PING_TIMEOUT_MS = 20;
    private static final long PING_PAUSE_MS = 5;
    // Well below the second after which the kernel would repeat a SYN: the next attempt is earlier than that.
    private static final int CONNECT_TIMEOUT_MS = 100;
    private static final long CONNECT_PAUSE_MS = 50;

    private ProberMain() {}

    public static void main(final String[] args) throws Exception {
        final InetAddress address = InetAddress.getByName(args[0]);
        final InetSocketAddress service = new InetSocketAddress(address, Integer.parseInt(args[1]));
        // The command's own output: the lab reads it from the log file.
        final PrintStream out = System.out;
        final Thread pinging =
                new Thread(() -> repeat(out, PING, PING_PAUSE_MS, () -> address.isReachable(PING_TIMEOUT_MS)));
        pinging.start();
        repeat(out, CONNECT, CONNECT_PAUSE_MS, () -> connects(service));
    }

    private interface Attempt {
        boolean answered() throws IOException;
    }

    private static boolean connects(final InetSocketAddress service) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(service, CONNECT_TIMEOUT_MS);
            return true;
        }
    }

    private static void repeat(final PrintStream out, final String kind, final long pauseMs, final Attempt attempt) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (attempt.answered()) {
                    out.println(kind + " " + System.nanoTime());
                }
            } catch (final IOException e) {
                // No answer, which is what the missing line says.
            }
            try {
                Thread.sleep(pauseMs);
            } catch (final InterruptedException e) {
                return;
            }
        }
    }
}
