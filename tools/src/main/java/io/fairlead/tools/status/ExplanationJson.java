package io.fairlead.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The explanation as JSON. */
public final class ExplanationJson {

    private final JsonForm<Explanation> form = new JsonForm<>(Explanation.class);

    /**
     * Makes JSON of an explanation.
     *
     * @param explanation any
     * @return an object
     */
    public JsonNode toJson(Explanation explanation) {
        return form.toJson(explanation);
    }

    /**
     * Makes an explanation of JSON.
     *
     * @param json as {@link #toJson} makes it
     * @return the explanation
     * @throws IOException if it is something else
     */
    public Explanation fromJson(JsonNode json) throws IOException {
        return form.fromJson(json);
    }

    /**
     * JSON for reading.
     *
     * @param json any
     * @return indented, with a newline at the end
     * @throws IOException never, for JSON that was read
     */
    public String toText(JsonNode json) throws IOException {
        return form.toText(json);
    }
}
