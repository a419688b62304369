package io.fairlead.tools.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An event as one line of JSON: the form of the journal's files, and of {@code fairlead events --json}. */
public final class EventLine {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventLine() {}

    /**
     * Makes the line.
     *
     * @param event any
     * @return without the newline at its end
     */
    public static String of(Event event) {
        ObjectNode line = MAPPER.createObjectNode()
                .put("sequence", event.sequence())
                .put("time", DateTimeFormatter.ISO_INSTANT.format(event.time().truncatedTo(ChronoUnit.MILLIS)))
                .put("type", event.type())
                .put("level", event.level())
                .put("message", event.message());
        ObjectNode details = line.putObject("details");
        event.details().forEach(details::put);
        return line.toString();
    }

    /** Empty if it is no event: a crash or a full disk has cut it short. */
    static Optional<Event> read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (!json.path("sequence").isIntegralNumber() || !json.path("type").isTextual()) {
                return Optional.empty();
            }
            Map<String, String> details = new LinkedHashMap<>();
            json.path("details")
                    .properties()
                    .forEach(detail ->
                            details.put(detail.getKey(), detail.getValue().asText()));
            return Optional.of(new Event(
                    json.path("sequence").asLong(),
                    Instant.parse(json.path("time").asText()),
                    json.path("type").asText(),
                    json.path("level").asText(),
                    json.path("message").asText(),
                    details));
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
