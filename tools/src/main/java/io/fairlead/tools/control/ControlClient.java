package io.fairlead.tools.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/** Sends commands to the daemon of a node. */
public final class ControlClient {

    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_RESPONSE_LENGTH = 16 << 20;

    static final String TIMED_OUT = "none within " + TIMEOUT_MS / 1000 + " s";

    private final Path socket;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Talks to one daemon.
     *
     * @param socket of the node, see {@link RunDirectory#controlSocket}
     */
    public ControlClient(Path socket) {
        this.socket = socket;
    }

    /**
     * Whether a daemon listens; a file that a killed one left behind is not alive.
     *
     * @param socket of a node
     * @return true if a connection succeeds, and if this user may not try
     */
    static boolean isAlive(Path socket) {
        if (isDenied(socket)) {
            return true;
        }
        if (!Files.exists(socket)) {
            return false;
        }
        try (UnixSocketChannel channel = connect(socket)) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends a command and waits for the answer, some seconds at most.
     *
     * @param command such as {@code status}
     * @return the answer
     * @throws ControlException if the daemon is not there, refuses the command, or does not answer
     */
    public JsonNode request(String command) throws ControlException {
        return request(command, mapper.createObjectNode());
    }

    /**
     * Sends a command with arguments and waits for the answer, some seconds at most.
     *
     * @param command such as {@code failover}
     * @param args of the command
     * @return the answer
     * @throws ControlException if the daemon is not there, refuses the command, or does not answer
     */
    public JsonNode request(String command, ObjectNode args) throws ControlException {
        ObjectNode request = mapper.createObjectNode().put("command", command).set("args", args);
        JsonNode response;
        try {
            response = mapper.readTree(exchange(mapper.writeValueAsBytes(request)));
        } catch (IOException e) {
            throw unanswered(e);
        }
        return result(response);
    }

    /**
     * Sends a command whose answer is a stream.
     *
     * @param command such as {@code capture}
     * @param args of the command
     * @return the stream, to be closed
     * @throws ControlException if the daemon is not there, refuses the command, or does not answer
     */
    public ControlReader open(String command, ObjectNode args) throws ControlException {
        ObjectNode request = mapper.createObjectNode().put("command", command).set("args", args);
        @Nullable UnixSocketChannel channel = null;
        try {
            channel = connect(socket);
            send(channel, mapper.writeValueAsBytes(request));
            ControlReader reader = new ControlReader(channel);
            result(mapper.readTree(reader.line()));
            channel = null;
            return reader;
        } catch (IOException e) {
            throw unanswered(e);
        } finally {
            CloseHelper.quietClose(channel);
        }
    }

    private ControlException unanswered(IOException e) {
        if (isDenied(socket)) {
            return new ControlException(
                    "permission denied at " + socket + ": only root and the group of control.group may ask this node;"
                            + " use sudo",
                    e);
        }
        return isAlive(socket)
                ? new ControlException("no answer from the daemon at " + socket + ": " + e.getMessage(), e)
                : new ControlException("no daemon listens at " + socket, e);
    }

    private static JsonNode result(JsonNode response) throws ControlException {
        if (!response.path("ok").asBoolean()) {
            throw new ControlException(response.path("error").asText("the daemon gave no reason"));
        }
        return response.path("result");
    }

    private static boolean isDenied(Path socket) {
        try {
            Files.readAttributes(socket, BasicFileAttributes.class);
            return !Files.isWritable(socket);
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] exchange(byte[] request) throws IOException {
        try (UnixSocketChannel channel = connect(socket)) {
            send(channel, request);
            return line(channel);
        }
    }

    private static void send(UnixSocketChannel channel, byte[] request) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(request.length + 1).put(request).put((byte) '\n');
        for (out.flip(); out.hasRemaining(); ) {
            if (channel.write(out) == 0) {
                throw new IOException(TIMED_OUT);
            }
        }
    }

    /** With a limit on every wait, the one for a place in the queue of a stopped daemon included. */
    private static UnixSocketChannel connect(Path socket) throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.open();
        try {
            channel.setOption(UnixSocketOptions.SO_RCVTIMEO, TIMEOUT_MS);
            channel.setOption(UnixSocketOptions.SO_SNDTIMEO, TIMEOUT_MS);
            channel.connect(new UnixSocketAddress(socket.toFile()));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static byte[] line(UnixSocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (line.size() <= MAX_RESPONSE_LENGTH) {
            int length = channel.read(buffer.clear());
            if (length <= 0) {
                throw new IOException(length == 0 ? TIMED_OUT : "it closed the connection");
            }
            line.write(buffer.array(), 0, length);
            if (buffer.get(length - 1) == '\n') {
                return line.toByteArray();
            }
        }
        throw new IOException("it is longer than " + MAX_RESPONSE_LENGTH + " bytes");
    }
}
