package io.fairlead.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The result of {@code fairlead check} as JSON. */
public final class CheckJson {

    private final JsonForm<CheckReport> form = new JsonForm<>(CheckReport.class);

    /**
     * Makes JSON of a report.
     *
     * @param report any
     * @return an object
     */
    public JsonNode toJson(CheckReport report) {
        return form.toJson(report);
    }

    /**
     * Makes a report of JSON.
     *
     * @param json as {@link #toJson} makes it
     * @return the report
     * @throws IOException if it is something else
     */
    public CheckReport fromJson(JsonNode json) throws IOException {
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
