package io.fairlead.health;

/** How one attempt to connect ended. */
public enum ProbeResult {
    /** The port answered. */
    CONNECTED("connected"),
    /** Nobody listens there. */
    REFUSED("connection refused"),
    /** No answer in time. */
    TIMED_OUT("connection timed out"),
    /** There is no way to the address. */
    UNREACHABLE("unreachable"),
    /** The attempt could not be made, for want of file descriptors perhaps. */
    FAILED("probe failed");

    private final String reason;

    ProbeResult(String reason) {
        this.reason = reason;
    }

    /**
     * Whether the proxy is there.
     *
     * @return true if it is
     */
    public boolean isSuccess() {
        return this == CONNECTED;
    }

    /**
     * In words.
     *
     * @return for log and status
     */
    public String reason() {
        return reason;
    }
}
