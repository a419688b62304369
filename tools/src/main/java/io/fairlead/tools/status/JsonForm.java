package io.fairlead.tools.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** A record of what a node says as JSON and back. */
final class JsonForm<T> {

    private final Class<T> type;

    /** Keys that a newer daemon adds are no mistake. */
    private final ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    JsonForm(Class<T> type) {
        this.type = type;
    }

    JsonNode toJson(T record) {
        return mapper.valueToTree(record);
    }

    T fromJson(JsonNode json) throws IOException {
        try {
            return mapper.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IOException("the daemon is of another version: " + e.getOriginalMessage(), e);
        }
    }

    String toText(JsonNode json) throws IOException {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
