package io.fairlead.health;

/** Is told how each probe ended, on the thread that drives the prober. */
@FunctionalInterface
public interface ProbeListener {

    /**
     * A probe ended.
     *
     * @param targetIndex in the list that the prober was given
     * @param result how
     * @param durationNs from its start
     */
    void onProbe(int targetIndex, ProbeResult result, long durationNs);
}
