package io.fairlead.tools.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.tapio.SocketPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a line of response out of a line of request, whatever that holds. */
final class RequestProcessor {

    private static final Logger LOG = LoggerFactory.getLogger("control");

    private static final Pattern COMMAND = Pattern.compile("[a-z]{1,20}");

    private final ControlHandler handler;
    private final ControlAccess access;
    private final int ownUid;
    private final ObjectMapper mapper = new ObjectMapper();

    RequestProcessor(ControlHandler handler, ControlAccess access, int ownUid) {
        this.handler = handler;
        this.access = access;
        this.ownUid = ownUid;
    }

    /** What the client gets: a line, and perhaps a stream behind it. */
    record Reply(ByteBuffer line, @Nullable ControlStream stream) {}

    Reply process(byte[] line, SocketPeer peer) {
        try {
            JsonNode request = mapper.readTree(line);
            if (!request.path("command").isTextual()) {
                return refuse("a request is an object with the key 'command'");
            }
            String command = request.path("command").asText();
            if (!isAllowed(command, peer)) {
                return refuse("only root and the group of operators may do that, and this is uid "
                        + Integer.toUnsignedString(peer.uid())
                        + ": use sudo, or have the administrator set control.operators");
            }
            JsonNode args = request.path("args").isObject() ? request.path("args") : mapper.createObjectNode();
            @Nullable ControlStream stream = handler.stream(command, args);
            JsonNode result = stream == null ? handler.handle(command, args) : stream.answer();
            ObjectNode response = mapper.createObjectNode().put("ok", true);
            return new Reply(line(response.set("result", result)), stream);
        } catch (IOException e) {
            return refuse("a request is one line of JSON");
        } catch (ControlException e) {
            return refuse(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A fault in one command must not end the control thread, or the node could no longer be asked what is
            // wrong.
            LOG.error("control command failed", e);
            return refuse("the daemon failed to carry it out: " + e);
        }
    }

    private boolean isAllowed(String command, SocketPeer peer) {
        ControlAccess.Kind kind = handler.kindOf(command);
        boolean isAllowed = access.allows(kind, peer, ownUid);
        // what is no command might be anything, and is refused later
        if (kind == ControlAccess.Kind.OPERATE
                && isAllowed
                && COMMAND.matcher(command).matches()) {
            LOG.info("{} asked for by {}", command, peer);
        }
        return isAllowed;
    }

    Reply refuse(String reason) {
        return new Reply(line(mapper.createObjectNode().put("ok", false).put("error", reason)), null);
    }

    private ByteBuffer line(JsonNode response) {
        try {
            return ByteBuffer.wrap((mapper.writeValueAsString(response) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
