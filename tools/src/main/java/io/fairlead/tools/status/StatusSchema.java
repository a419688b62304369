package io.fairlead.tools.status;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema (draft 2020-12) of a status, for programs that read it. */
public final class StatusSchema {

    private static final String RESOURCE = "status.schema.json";

    private StatusSchema() {}

    /**
     * The schema.
     *
     * @return JSON
     * @throws IOException if it cannot be read
     */
    public static String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(StatusSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
