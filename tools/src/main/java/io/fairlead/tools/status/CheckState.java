package io.fairlead.tools.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the proxy of a redirect counts as. */
public enum CheckState {
    /** It works. */
    @JsonProperty("ok")
    OK("ok"),
    /** It does not. */
    @JsonProperty("failed")
    FAILED("FAILED"),
    /** Nobody knows yet; no client is sent there. */
    @JsonProperty("unknown")
    UNKNOWN("unknown"),
    /** Nobody asks. */
    @JsonProperty("not-probed")
    NOT_PROBED("-");

    private final String label;

    CheckState(String label) {
        this.label = label;
    }

    /**
     * For people.
     *
     * @return part of a line
     */
    public String label() {
        return label;
    }

    /**
     * Whether clients can be sent there as far as anybody knows.
     *
     * @return true if it works or is not probed
     */
    public boolean isGood() {
        return this == OK || this == NOT_PROBED;
    }
}
