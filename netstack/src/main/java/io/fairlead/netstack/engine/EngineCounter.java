package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the data-path agent counts. Every frame received is sent, copied to the conductor or dropped under a name. */
public enum EngineCounter implements CounterDescriptor {
    UPLINK_RECEIVED("uplink-received", "frames read from the uplink port"),
    UPLINK_SENT("uplink-sent", "frames written to the uplink port"),
    HOST_RECEIVED("host-received", "frames read from the host port"),
    HOST_SENT("host-sent", "frames written to the host port"),
    CONTROL_SENT("control-sent", "frames copied to the conductor"),
    CONTROL_FULL("drop-control-full", "control frames lost because the conductor did not keep up"),
    UPLINK_BLOCKED("drop-uplink-blocked", "frames dropped after retries because the uplink port had no room"),
    HOST_BLOCKED("drop-host-blocked", "frames dropped after retries because the host port had no room"),
    UPLINK_SEND_FAILED("drop-uplink-failed", "frames that the uplink port refused"),
    HOST_SEND_FAILED("drop-host-failed", "frames that the host port refused"),
    UPLINK_RECEIVE_FAILED("uplink-receive-failed", "failed reads from the uplink port"),
    HOST_RECEIVE_FAILED("host-receive-failed", "failed reads from the host port");

    private final String label;
    private final String description;

    EngineCounter(final String label, final String description) {
        this.label = label;
        this.description = description;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String description() {
        return description;
    }
}
