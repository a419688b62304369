package io.fairlead.tools.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A server of {@link StreamContent} for very many connections at once, run as a process of its own: whoever sends 12 bytes, a number, a length and a rate, gets so many
 * bytes at so many a second.
 */
final class StreamServerMain {

    private static final int BACKLOG = 2048;
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int TICKS_PER_SECOND = 2;

    private final Selector selector;

    private StreamServerMain(final Selector selector) {
        this.selector = selector;
    }

    /** One connection. */
    private static final class Stream {
        private final ByteBuffer request = ByteBuffer.allocate(StreamContent.REQUEST_BYTES);
        private int number;
        private int length;
        private int perTick;
        private int position;
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        private boolean isAsked() {
            return !request.hasRemaining();
        }
    }

    public static void main(final String[] args) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(Integer.parseInt(args[0])), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            new StreamServerMain(selector).serve(server);
        }
    }

    private void serve(final ServerSocketChannel server) throws IOException {
        long tickNs = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            selector.select(
                    key -> {
                        if (key.isAcceptable()) {
                            accept(server);
                        } else {
                            attempt(key, () -> read(key));
                        }
                    },
                    Math.max(1, TimeUnit.NANOSECONDS.toMillis(tickNs - System.nanoTime())));
            if (System.nanoTime() - tickNs >= 0) {
                tickNs += TICK_NS;
                for (final SelectionKey key : selector.keys()) {
                    if (key.isValid() && key.attachment() instanceof Stream stream && stream.isAsked()) {
                        attempt(key, () -> send(key, stream));
                    }
                }
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    /** A connection that fails concerns nobody but its client. */
    private static void attempt(final SelectionKey key, final Action action) {
        try {
            action.run();
        } catch (final IOException e) {
            close(key);
        }
    }

    private static void close(final SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (final IOException e) {
            throw new LabException("cannot close a connection: " + e.getMessage());
        }
    }

    private void accept(final ServerSocketChannel server) {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Stream());
            }
        } catch (final IOException e) {
            throw new LabException("cannot accept: " + e.getMessage());
        }
    }

    private static void read(final SelectionKey key) throws IOException {
        final Stream stream = (Stream) key.attachment();
        final ByteBuffer into = stream.isAsked() ? ByteBuffer.allocate(1) : stream.request;
        if (((SocketChannel) key.channel()).read(into) < 0) {
            close(key);
        } else if (stream.isAsked() && stream.length == 0) {
            stream.request.flip();
            stream.number = stream.request.getInt();
            stream.length = stream.request.getInt();
            stream.perTick = stream.request.getInt() / TICKS_PER_SECOND;
            stream.request.position(stream.request.limit());
        }
    }

    private static void send(final SelectionKey key, final Stream stream) throws IOException {
        final SocketChannel channel = (SocketChannel) key.channel();
        if (!stream.unsent.hasRemaining()) {
            final int size = Math.min(stream.perTick, stream.length - stream.position);
            stream.unsent = ByteBuffer.allocate(size);
            for (int i = 0; i < size; i++) {
                stream.unsent.put(StreamContent.at(stream.number, stream.position + i));
            }
            stream.unsent.flip();
            stream.position += size;
        }
        channel.write(stream.unsent);
        if (stream.position == stream.length && !stream.unsent.hasRemaining()) {
            close(key);
        }
    }
}
