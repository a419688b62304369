package io.fairlead.tools.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The web server behind the proxies, run as a process of its own: {@code /page/NAME} is small, {@code /echo/} answers with what it was sent,
 * {@code /download/SEED/BYTES/SECONDS} is {@link Content} sent evenly over that time.
 */
final class OriginServer {
    private static final int BACKLOG = 128;

    private OriginServer() {}

    public static void main(final String[] args) throws IOException {
        final HttpServer server = HttpServer.create(new InetSocketAddress(args[0], Integer.parseInt(args[1])), BACKLOG);
        server.createContext("/page/", OriginServer::page);
        server.createContext("/download/", OriginServer::download);
        server.createContext("/echo/", OriginServer::echo);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static void page(final HttpExchange exchange) throws IOException {
        final byte[] body = ("<p>" + exchange.getRequestURI().getPath() + "</p>\n").getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void download(final HttpExchange exchange) throws IOException {
        final String[] path = exchange.getRequestURI().getPath().split("/", -1);
        final long totalBytes = Long.parseLong(path[3]);
        final long durationNs = TimeUnit.SECONDS.toNanos(Long.parseLong(path[4]));
        final Content content = new Content(Long.parseLong(path[2]), totalBytes);
        exchange.sendResponseHeaders(200, totalBytes);
        final long startNs = System.nanoTime();
        long sentBytes = 0;
        try (OutputStream out = exchange.getResponseBody()) {
            for (byte[] chunk = content.next(); chunk.length > 0; chunk = content.next()) {
                out.write(chunk);
                sentBytes += chunk.length;
                sleepUntil(startNs + (long) ((double) sentBytes / totalBytes * durationNs));
            }
        }
    }

    private static void echo(final HttpExchange exchange) throws IOException {
        final byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void sleepUntil(final long deadlineNs) throws IOException {
        final long leftNs = deadlineNs - System.nanoTime();
        if (leftNs <= 0) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(leftNs);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
