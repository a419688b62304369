package io.fairlead.tools.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import jnr.unixsocket.UnixSocketChannel;

/** A stream that a daemon writes as its answer, see {@link StreamOutput}. One thread, but for {@link #end}. */
public final class ControlReader implements AutoCloseable {

    private static final int CAPACITY = 256 << 10;
    private static final int MAX_LINE_LENGTH = 64 << 10;

    private final UnixSocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).limit(0);

    private boolean isStreaming;

    ControlReader(UnixSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Copies the stream to its end.
     *
     * @param to takes it, piece by piece
     * @return the daemon's last word
     * @throws IOException if the daemon hung up before its last word, or the bytes cannot be written
     */
    public JsonNode copyTo(WritableByteChannel to) throws IOException {
        isStreaming = true;
        for (int left = length(); left > 0; left = length()) {
            while (left > 0) {
                if (!buffer.hasRemaining()) {
                    fill();
                }
                ByteBuffer piece = buffer.slice(buffer.position(), Math.min(left, buffer.remaining()));
                buffer.position(buffer.position() + piece.remaining());
                left -= piece.remaining();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
            }
        }
        return new ObjectMapper().readTree(line());
    }

    private int length() throws IOException {
        int length = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            length = (length << Byte.SIZE) | (octet() & 0xFF);
        }
        return length;
    }

    /** Without its end. */
    byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte octet = octet(); octet != '\n'; octet = octet()) {
            line.write(octet);
            if (line.size() > MAX_LINE_LENGTH) {
                throw new IOException("it is longer than " + MAX_LINE_LENGTH + " bytes");
            }
        }
        return line.toByteArray();
    }

    private byte octet() throws IOException {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.get();
    }

    /** The answer comes soon or never. In the stream the daemon may have nothing to say for long; a dead one has hung up. */
    private void fill() throws IOException {
        int length = 0;
        buffer.clear();
        while (length == 0) {
            length = channel.read(buffer);
            if (length == 0 && !isStreaming) {
                buffer.limit(0);
                throw new IOException(ControlClient.TIMED_OUT);
            }
        }
        if (length < 0) {
            buffer.limit(0);
            throw new EOFException("the daemon has hung up");
        }
        buffer.flip();
    }

    /**
     * Tells the daemon to end the stream; what is left of it still comes. Any thread.
     *
     * @throws IOException if the connection is broken
     */
    public void end() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
