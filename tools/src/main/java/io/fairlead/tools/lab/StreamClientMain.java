package io.fairlead.tools.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Very many downloads at once from {@link StreamServerMain}, in one process, each byte checked. Prints {@link Streams.Progress} in a line each half second. The
 * arguments: address, port, connections, bytes of each, bytes a second of each, and the source addresses, which are used in turn.
 */
final class StreamClientMain {

    private static final int CONNECTIONS_PER_TICK = 25;
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TICKS_PER_LINE = 10;
    private static final int BUFFER_BYTES = 65_536;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final int length;
    private final int rate;
    private int open;
    private int complete;
    private int broken;
    private String trouble = "none";

    private StreamClientMain(final Selector selector, final int length, final int rate) {
        this.selector = selector;
        this.length = length;
        this.rate = rate;
    }

    /** One download. */
    private static final class Download {
        private final int number;
        private int position;

        private Download(final int number) {
            this.number = number;
        }
    }

    public static void main(final String[] args) throws IOException {
        final InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        final List<String> sources = List.of(args).subList(5, args.length);
        try (Selector selector = Selector.open()) {
            new StreamClientMain(selector, Integer.parseInt(args[3]), Integer.parseInt(args[4]))
                    .run(server, Integer.parseInt(args[2]), sources);
        }
    }

    private void run(final InetSocketAddress server, final int connections, final List<String> sources)
            throws IOException {
        int begun = 0;
        int ticks = 0;
        long tickNs = System.nanoTime();
        while (complete + broken < connections) {
            selector.select(this::ready, Math.max(1, TimeUnit.NANOSECONDS.toMillis(tickNs - System.nanoTime())));
            if (System.nanoTime() - tickNs >= 0) {
                tickNs += TICK_NS;
                for (int i = 0; i < CONNECTIONS_PER_TICK && begun < connections; i++, begun++) {
                    connect(server, sources.get(begun % sources.size()), begun);
                }
                if (++ticks % TICKS_PER_LINE == 0) {
                    print();
                }
            }
        }
        print();
    }

    private void print() {
        System.out.println(new Streams.Progress(open, complete, broken, trouble));
    }

    private void connect(final InetSocketAddress server, final String source, final int number) throws IOException {
        final SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(source, 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, new Download(number));
        channel.connect(server);
    }

    private void ready(final SelectionKey key) {
        final SocketChannel channel = (SocketChannel) key.channel();
        final Download download = (Download) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                open++;
                final ByteBuffer request = ByteBuffer.allocate(StreamContent.REQUEST_BYTES)
                        .putInt(download.number)
                        .putInt(length)
                        .putInt(rate)
                        .flip();
                channel.write(request);
                key.interestOps(SelectionKey.OP_READ);
            } else {
                read(key, channel, download);
            }
        } catch (final IOException e) {
            fail(key, download, String.valueOf(e.getMessage()));
        }
    }

    private void read(final SelectionKey key, final SocketChannel channel, final Download download) throws IOException {
        buffer.clear();
        final int count = channel.read(buffer);
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (buffer.get() != StreamContent.at(download.number, download.position)) {
                fail(key, download, "wrong byte at " + download.position);
                return;
            }
            download.position++;
        }
        if (count < 0 && download.position < length) {
            fail(key, download, "ended at " + download.position);
        } else if (count < 0) {
            complete++;
            key.cancel();
            channel.close();
        }
    }

    private void fail(final SelectionKey key, final Download download, final String reason) {
        broken++;
        trouble = "download " + download.number + " from " + key.channel() + ": " + reason;
        key.cancel();
        try {
            key.channel().close();
        } catch (final IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
    }
}
