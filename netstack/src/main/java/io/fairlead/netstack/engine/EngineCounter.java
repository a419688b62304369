package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the data-path agent counts. Every frame received is sent, copied to the conductor or dropped under a name. */
public enum EngineCounter implements CounterDescriptor {
    UPLINK_RECEIVED("frames read from the uplink port"),
    UPLINK_SENT("frames written to the uplink port"),
    HOST_RECEIVED("frames read from the host port"),
    HOST_SENT("frames written to the host port"),
    CONTROL_SENT("frames copied to the conductor"),
    DROP_CONTROL_FULL("control frames lost because the conductor did not keep up"),
    DROP_UPLINK_BLOCKED("frames dropped after retries because the uplink port had no room"),
    DROP_HOST_BLOCKED("frames dropped after retries because the host port had no room"),
    DROP_UPLINK_FAILED("frames that the uplink port refused"),
    DROP_HOST_FAILED("frames that the host port refused"),
    UPLINK_RECEIVE_FAILED("failed reads from the uplink port"),
    HOST_RECEIVE_FAILED("failed reads from the host port");

    private final String description;

    EngineCounter(final String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
