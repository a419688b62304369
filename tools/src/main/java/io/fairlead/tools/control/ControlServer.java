package io.fairlead.tools.control;

import io.fairlead.tapio.SocketPeer;
import io.fairlead.tapio.sys.SystemCallException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jnr.enxio.channels.NativeSelectorProvider;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket of a daemon: one JSON object per line in, one per line out, see {@code docs/control-socket.md}.
 *
 * <p>One thread of its own serves all clients without blocking on any. Requests, connections and the time a client may take are
 * bounded, so that a slow or hostile one costs the others nothing but its place.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("control");

    static final int MAX_CONNECTIONS = 16;

    private static final long CLIENT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_FOR_SLOW_CLIENTS_MS = 1_000;
    private static final long PAUSE_AFTER_FAILURE_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final Path path;
    private final UnixServerSocketChannel channel;
    private final Selector selector;
    private final RequestProcessor processor;
    private final long clientTimeoutNs;
    private final Thread thread;
    private final List<ControlConnection> streaming = new ArrayList<>();
    private volatile boolean stopped;

    private ControlServer(
            Path path,
            UnixServerSocketChannel channel,
            Selector selector,
            RequestProcessor processor,
            long clientTimeoutNs) {
        this.path = path;
        this.channel = channel;
        this.selector = selector;
        this.processor = processor;
        this.clientTimeoutNs = clientTimeoutNs;
        this.thread = new Thread(this::run, "fairlead-control");
        this.thread.setDaemon(true);
    }

    /**
     * Listens in the directory of a node. A socket that a killed daemon left there is replaced: the lock proves that it is dead.
     *
     * @param lock of the node, held until the server is closed
     * @param handler carries out the commands
     * @param access who may ask for what
     * @return a running server
     * @throws IOException if the socket cannot be made
     */
    public static ControlServer start(NodeLock lock, ControlHandler handler, ControlAccess access) throws IOException {
        return start(lock, handler, access, CLIENT_TIMEOUT_NS);
    }

    static ControlServer start(NodeLock lock, ControlHandler handler, ControlAccess access, long clientTimeoutNs)
            throws IOException {
        Path path = lock.directory().resolve(RunDirectory.CONTROL_SOCKET);
        Files.deleteIfExists(path);
        UnixServerSocketChannel channel = UnixServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.socket().bind(new UnixSocketAddress(path.toFile()), MAX_CONNECTIONS);
            // Nobody else reaches it before these lines: connecting takes write permission, which the directory keeps
            // from others.
            if (access.group().isPresent()) {
                Files.setAttribute(path, "unix:gid", access.group().getAsInt());
                Files.setAttribute(lock.directory(), "unix:gid", access.group().getAsInt());
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            Selector selector = NativeSelectorProvider.getInstance().openSelector();
            channel.register(selector, SelectionKey.OP_ACCEPT);
            ControlServer server = new ControlServer(
                    path, channel, selector, new RequestProcessor(handler, access, ownUid(path)), clientTimeoutNs);
            server.thread.start();
            return server;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static int ownUid(Path socket) throws IOException {
        return (int) Files.getAttribute(socket, "unix:uid");
    }

    private void run() {
        while (!stopped) {
            try {
                selector.select(LOOK_FOR_SLOW_CLIENTS_MS);
                long nowNs = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key, nowNs);
                }
                selector.selectedKeys().clear();
                startStreams();
                dropSlowClients(nowNs);
            } catch (IOException e) {
                // Most likely out of file descriptors: the waiting client stays ready, so don't spin until there are
                // some.
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("control socket cannot accept");
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NS);
            }
        }
    }

    private void serve(SelectionKey key, long nowNs) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof ControlConnection connection) {
            connection.serve(processor, nowNs + clientTimeoutNs);
            if (connection.isStreaming()) {
                key.cancel();
                streaming.add(connection);
            } else if (connection.isClosed()) {
                key.cancel();
            } else {
                key.interestOps(connection.isWriting() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        } else {
            accept(nowNs);
        }
    }

    /** Once the selector has forgotten them: a stream is served by a thread of its own. */
    private void startStreams() throws IOException {
        if (!streaming.isEmpty()) {
            selector.selectNow();
            streaming.forEach(ControlConnection::startStream);
            streaming.clear();
        }
    }

    private void accept(long nowNs) throws IOException {
        @Nullable UnixSocketChannel client = channel.accept();
        if (client == null) {
            return;
        }
        if (selector.keys().size() > MAX_CONNECTIONS) {
            client.close();
            return;
        }
        try {
            client.configureBlocking(false);
            SocketPeer peer = SocketPeer.of(client.getFD());
            client.register(
                    selector, SelectionKey.OP_READ, new ControlConnection(client, peer, nowNs + clientTimeoutNs));
        } catch (SystemCallException e) {
            client.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    private void dropSlowClients(long nowNs) {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            if (key.attachment() instanceof ControlConnection connection && connection.isLate(nowNs)) {
                connection.close();
                key.cancel();
            }
        }
    }

    /** Stops listening, hangs up on all clients and removes the socket. */
    @Override
    public void close() throws IOException {
        stopped = true;
        selector.wakeup();
        boolean interrupted = false;
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            key.channel().close();
        }
        selector.close();
        Files.deleteIfExists(path);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
