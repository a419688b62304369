package io.fairlead.tools.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** An {@link EffectiveConfig} for programs. */
public final class EffectiveConfigJson {

    private final YAMLMapper yaml = new YAMLMapper();

    /**
     * The JSON form.
     *
     * @param config to be told
     * @return {@code settings}: one object for each key, with {@code key}, {@code value} (null if it is not set, or not shown) and {@code from}; {@code yaml}: all of it as
     *     a file
     */
    public ObjectNode toJson(EffectiveConfig config) {
        ArrayNode settings = JsonNodeFactory.instance.arrayNode();
        for (EffectiveConfig.Line line : config.lines()) {
            // a group of keys has no value of its own, and what is in it is there
            if (!line.origin().isEmpty()) {
                settings.addObject()
                        .put("key", line.key())
                        .put("from", line.origin())
                        .set("value", value(line));
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("yaml", config.toYaml())
                .set("settings", settings);
    }

    private JsonNode value(EffectiveConfig.Line line) {
        try {
            return line.value().isEmpty() ? JsonNodeFactory.instance.nullNode() : yaml.readTree(line.value());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line.key() + " was written so that it cannot be read", e);
        }
    }
}
