package io.fairlead.tools.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a check of {@code fairlead doctor} came out. */
public enum Outcome {
    /** It was looked for, and is not so. */
    @JsonProperty("ok")
    OK("ok"),
    /** It is so. */
    @JsonProperty("finding")
    FINDING("FINDING"),
    /** It could not be looked for. */
    @JsonProperty("cannot-tell")
    CANNOT_TELL("cannot tell");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
