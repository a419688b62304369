package io.fairlead.tools.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema (draft 2020-12) of a configuration, for editors. */
public final class ConfigSchema {

    private static final String RESOURCE = "node.schema.json";

    private ConfigSchema() {}

    /**
     * The schema.
     *
     * @return JSON
     * @throws IOException if it cannot be read
     */
    public static String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConfigSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
