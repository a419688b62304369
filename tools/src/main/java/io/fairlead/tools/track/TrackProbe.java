package io.fairlead.tools.track;

/** Looks at one target. All calls are of the probes' thread, and none of them blocks. */
interface TrackProbe {

    /** Does what is due; {@code isNetworkChanged} if the kernel told of a change since the last call. */
    void poll(long nowNs, boolean isNetworkChanged);

    /** How long nothing will be due, unless something happens; 0 if something is. */
    long remainingNs(long nowNs);

    /** Ends what goes on. */
    void close();
}
