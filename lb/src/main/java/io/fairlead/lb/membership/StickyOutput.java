package io.fairlead.lb.membership;

import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Destination;

/** Where the {@link StickyReplicator} and the {@link ConnectionReplicator} send their messages. */
@FunctionalInterface
public interface StickyOutput {

    /** Sends a message. */
    void send(Destination destination, Body body);
}
