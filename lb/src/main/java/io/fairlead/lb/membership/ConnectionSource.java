package io.fairlead.lb.membership;

/** Where a director has its connections from. */
@FunctionalInterface
public interface ConnectionSource {

    /** All that are open are to be told to {@link ConnectionReplicator#held}, in its own time, and then {@link ConnectionReplicator#allHeld}. */
    void tellAll();
}
