package io.fairlead.tools.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream to a client of the control socket: pieces with their length in front of each (four bytes, big-endian), and behind the last one a length of 0 and a line of JSON, so that the
 * client can tell an end from a daemon that has died. One thread, but for {@link #stop}.
 */
public final class StreamOutput implements WritableByteChannel {

    /** A client that takes nothing for so long, such as one that is suspended, is hung up on. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long PATIENCE_WHEN_STOPPED_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ByteChannel channel;
    private final ByteBuffer heard = ByteBuffer.allocate(64);
    private boolean failed;
    private volatile boolean stopped;

    /**
     * To one client.
     *
     * @param channel that does not block; closed with this
     */
    public StreamOutput(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes a piece, and waits until the client's socket has taken it.
     *
     * @param piece as long as it is
     * @return its length
     * @throws IOException if the client is gone, or takes nothing any more
     */
    @Override
    public int write(ByteBuffer piece) throws IOException {
        int length = piece.remaining();
        if (length > 0) {
            send(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
            send(piece);
        }
        return length;
    }

    /**
     * Ends the stream.
     *
     * @param word the last one
     * @throws IOException if the client is gone, or takes nothing any more
     */
    public void end(JsonNode word) throws IOException {
        byte[] line = line(word);
        send(ByteBuffer.allocate(Integer.BYTES + line.length)
                .putInt(0)
                .put(line)
                .flip());
    }

    private static byte[] line(JsonNode word) {
        try {
            return (new ObjectMapper().writeValueAsString(word) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** Once it fails, it fails at once. */
    private void send(ByteBuffer bytes) throws IOException {
        if (failed) {
            throw new ClosedChannelException();
        }
        failed = true;
        sendAll(bytes);
        failed = false;
    }

    private void sendAll(ByteBuffer bytes) throws IOException {
        long sinceNs = System.nanoTime();
        while (bytes.hasRemaining()) {
            long nowNs = System.nanoTime();
            if (channel.write(bytes) > 0) {
                sinceNs = nowNs;
            } else if (nowNs - sinceNs >= (stopped ? PATIENCE_WHEN_STOPPED_NS : PATIENCE_NS)) {
                throw new IOException("the client takes nothing any more");
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    /**
     * Whether the client wants more. It has said no when it has closed its side, or when it is dead.
     *
     * @return false from then on
     */
    public boolean isWanted() {
        try {
            return channel.read(heard.clear()) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Any thread: a client that does not read is not waited for any more. */
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
