package io.fairlead.tools.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a line of response out of a line of request, whatever that holds. */
final class RequestProcessor {

    private static final Logger LOG = LoggerFactory.getLogger("control");

    private final ControlHandler handler;
    private final ObjectMapper mapper = new ObjectMapper();

    RequestProcessor(ControlHandler handler) {
        this.handler = handler;
    }

    byte[] process(byte[] line) {
        try {
            JsonNode request = mapper.readTree(line);
            if (!request.path("command").isTextual()) {
                return refuse("a request is an object with the key 'command'");
            }
            String command = request.path("command").asText();
            JsonNode args = request.path("args").isObject() ? request.path("args") : mapper.createObjectNode();
            ObjectNode response = mapper.createObjectNode().put("ok", true);
            return line(response.set("result", handler.handle(command, args)));
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

    byte[] refuse(String reason) {
        return line(mapper.createObjectNode().put("ok", false).put("error", reason));
    }

    private byte[] line(JsonNode response) {
        try {
            return (mapper.writeValueAsString(response) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
