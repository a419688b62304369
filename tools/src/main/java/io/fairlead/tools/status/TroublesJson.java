package io.fairlead.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** What is wrong on the wire as JSON. */
public final class TroublesJson {

    private record Troubles(List<TroubleStatus> troubles) {}

    private final JsonForm<Troubles> form = new JsonForm<>(Troubles.class);

    /**
     * Makes JSON of troubles.
     *
     * @param troubles any number
     * @return an object that has them as {@code troubles}
     */
    public JsonNode toJson(List<TroubleStatus> troubles) {
        return form.toJson(new Troubles(troubles));
    }

    /**
     * Makes troubles of JSON.
     *
     * @param json as {@link #toJson} makes it
     * @return the troubles
     * @throws IOException if it is something else
     */
    public List<TroubleStatus> fromJson(JsonNode json) throws IOException {
        return form.fromJson(json).troubles();
    }
}
