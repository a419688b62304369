package io.fairlead.tools.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a JSON Schema finds wrong: as much of JSON Schema as the project's own use. Keys that it does not name are wrong, whether it allows them or not. */
public final class SchemaFaults {

    private SchemaFaults() {}

    /**
     * Validates.
     *
     * @param schema to go by
     * @param value of any type
     * @return a line for each fault, with its place
     */
    public static List<String> of(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        validate(schema, value, "", faults);
        return faults;
    }

    private static void validate(JsonNode rule, JsonNode value, String path, List<String> faults) {
        rule.path("required").forEach(key -> {
            if (value.isObject() && !value.has(key.asText())) {
                faults.add(path + "/" + key.asText() + " is missing");
            }
        });
        if (rule.has("type") && !isOfType(rule.path("type"), value)) {
            faults.add(path + " is not of type " + rule.path("type"));
        }
        if (rule.has("enum") && !contains(rule.path("enum"), value)) {
            faults.add(path + " is none of " + rule.path("enum"));
        }
        if (rule.has("const") && !rule.path("const").equals(value)) {
            faults.add(path + " is not " + rule.path("const"));
        }
        if (value.isNumber()
                && (value.asInt() < rule.path("minimum").asInt(Integer.MIN_VALUE)
                        || value.asInt() > rule.path("maximum").asInt(Integer.MAX_VALUE))) {
            faults.add(path + " is out of range");
        }
        if (value.isTextual()
                && rule.has("pattern")
                && !value.asText().matches(rule.path("pattern").asText() + ".*")) {
            faults.add(path + " does not look like " + rule.path("pattern"));
        }
        if (value.isObject()) {
            value.properties().forEach(property -> validateProperty(rule, property, path, faults));
        }
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            validate(rule.path("items"), value.get(i), path + "/" + i, faults);
        }
    }

    private static void validateProperty(
            JsonNode rule, Map.Entry<String, JsonNode> property, String path, List<String> faults) {
        String below = path + "/" + property.getKey();
        if (rule.path("properties").has(property.getKey())) {
            validate(rule.path("properties").path(property.getKey()), property.getValue(), below, faults);
        } else if (rule.path("additionalProperties").isObject()) {
            validate(rule.path("additionalProperties"), property.getValue(), below, faults);
        } else if (rule.has("properties")) {
            faults.add(below + " is not a known key");
        } else {
            boolean isKnown = rule.path("patternProperties").properties().stream()
                    .anyMatch(pattern -> property.getKey().matches(pattern.getKey()));
            if (!isKnown) {
                faults.add(below + " is not a known key");
            }
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOfType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }
}
