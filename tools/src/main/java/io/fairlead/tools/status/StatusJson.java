package io.fairlead.tools.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The report as JSON. */
public final class StatusJson {

    /** Keys that a newer daemon adds are no mistake. */
    private final ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * Makes JSON of a report.
     *
     * @param report any
     * @return an object
     */
    public JsonNode toJson(StatusReport report) {
        return mapper.valueToTree(report);
    }

    /**
     * Makes a report of JSON.
     *
     * @param json as {@link #toJson} makes it
     * @return the report
     * @throws IOException if it is something else
     */
    public StatusReport fromJson(JsonNode json) throws IOException {
        try {
            return mapper.treeToValue(json, StatusReport.class);
        } catch (JsonProcessingException e) {
            throw new IOException("the daemon is of another version: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * JSON for reading.
     *
     * @param json any
     * @return indented, with a newline at the end
     * @throws IOException never, for JSON that was read
     */
    public String toText(JsonNode json) throws IOException {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
