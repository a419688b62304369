package io.fairlead.tools.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node is to the cluster at the moment. */
public enum NodeRole {
    /** Owns the virtual IPs and steers. */
    @JsonProperty("director")
    DIRECTOR("director"),
    /** Could become director, and scans meanwhile. */
    @JsonProperty("backup")
    BACKUP("backup"),
    /** Has priority 0 and never becomes director. */
    @JsonProperty("scanning-only")
    SCANNING_ONLY("scanning-only");

    private final String label;

    NodeRole(String label) {
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
}
