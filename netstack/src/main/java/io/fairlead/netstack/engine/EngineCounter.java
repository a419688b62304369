package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterDescriptor;

/**
 * What the data-path agent counts. Every frame received is sent, copied to the conductor or dropped under a name. Frames that a port refused are counted by the
 * reason of the last one of their batch.
 */
public enum EngineCounter implements CounterDescriptor {
    UPLINK_RECEIVED("frames read from the uplink port"),
    UPLINK_SENT("frames written to the uplink port"),
    HOST_RECEIVED("frames read from the host port"),
    HOST_SENT("frames written to the host port"),
    CONTROL_SENT("frames copied to the conductor"),
    DROP_CONTROL_FULL("control frames lost because the conductor did not keep up"),
    DROP_UPLINK_BLOCKED("frames dropped after retries because the uplink port had no room"),
    DROP_UPLINK_DOWN("frames that the uplink port refused because its device is set down"),
    DROP_UPLINK_GONE("frames for the uplink port while its device was gone"),
    DROP_UPLINK_NO_BUFFERS("frames that the uplink port refused because the kernel had no memory"),
    DROP_UPLINK_FAILED("frames that the uplink port refused for another reason"),
    DROP_HOST_BLOCKED("frames dropped after retries because the host port had no room"),
    DROP_HOST_DOWN("frames that the host port refused because its device is set down"),
    DROP_HOST_GONE("frames for the host port while its device was gone"),
    DROP_HOST_NO_BUFFERS("frames that the host port refused because the kernel had no memory"),
    DROP_HOST_FAILED("frames that the host port refused for another reason"),
    UPLINK_RECEIVE_DOWN("failed reads from the uplink port because its device is set down"),
    UPLINK_RECEIVE_GONE("failed reads from the uplink port because its device was gone"),
    UPLINK_RECEIVE_NO_BUFFERS("failed reads from the uplink port because the kernel had no memory"),
    UPLINK_RECEIVE_FAILED("failed reads from the uplink port for another reason"),
    HOST_RECEIVE_DOWN("failed reads from the host port because its device is set down"),
    HOST_RECEIVE_GONE("failed reads from the host port because its device was gone"),
    HOST_RECEIVE_NO_BUFFERS("failed reads from the host port because the kernel had no memory"),
    HOST_RECEIVE_FAILED("failed reads from the host port for another reason");

    private final String description;

    EngineCounter(final String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
