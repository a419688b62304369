package io.fairlead.tools.control;

import io.fairlead.tapio.SocketPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;

/** One client of the control socket, served without blocking: a line is read, answered, and then the next one is read. */
final class ControlConnection {

    static final int MAX_REQUEST_LENGTH = 64 << 10;

    private final UnixSocketChannel channel;
    private final SocketPeer peer;
    private final ByteBuffer request = ByteBuffer.allocate(MAX_REQUEST_LENGTH);
    private @Nullable ByteBuffer response;
    private @Nullable ControlStream stream;
    private boolean lastResponse;
    private boolean closed;
    private long deadlineNs;

    ControlConnection(UnixSocketChannel channel, SocketPeer peer, long deadlineNs) {
        this.channel = channel;
        this.peer = peer;
        this.deadlineNs = deadlineNs;
    }

    /** Goes as far as the client lets it; every answer that went out gives the client time until {@code nextDeadlineNs}. */
    void serve(RequestProcessor processor, long nextDeadlineNs) {
        try {
            if (response == null && channel.read(request) < 0) {
                close();
            }
            while (!closed && (response == null ? answer(processor) : send(response, nextDeadlineNs))) {
                // as long as there is something to do without waiting
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Whether there was a whole request. */
    private boolean answer(RequestProcessor processor) {
        int end = indexOfNewline();
        if (end >= 0) {
            byte[] line = Arrays.copyOf(request.array(), end);
            request.flip().position(end + 1);
            request.compact();
            RequestProcessor.Reply reply = processor.process(line, peer);
            response = reply.line();
            stream = reply.stream();
            return true;
        }
        if (!request.hasRemaining()) {
            response = processor
                    .refuse("a request is longer than " + MAX_REQUEST_LENGTH + " bytes")
                    .line();
            lastResponse = true;
            return true;
        }
        return false;
    }

    /** Whether all of it went out, and more requests may follow: behind a stream there are none. */
    private boolean send(ByteBuffer bytes, long nextDeadlineNs) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            return false;
        }
        response = null;
        deadlineNs = nextDeadlineNs;
        if (lastResponse) {
            close();
        }
        return stream == null;
    }

    private int indexOfNewline() {
        for (int i = 0; i < request.position(); i++) {
            if (request.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    boolean isWriting() {
        return response != null;
    }

    /** Whether the answer has gone out, and all that is left is the stream behind it. */
    boolean isStreaming() {
        return !closed && stream != null && response == null;
    }

    /** Hands the connection over to the stream; nothing of this is to be called any more. */
    void startStream() {
        Objects.requireNonNull(stream).start(new StreamOutput(channel));
    }

    boolean isLate(long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        if (stream != null) {
            stream.abandon();
            stream = null;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The client is gone either way.
        }
    }
}
