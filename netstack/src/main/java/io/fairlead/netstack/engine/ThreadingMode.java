package io.fairlead.netstack.engine;

/** Which threads run the agents; a choice of deployment, never of code path. */
public enum ThreadingMode {
    /** None: the caller runs the duty cycles itself (tests, replay). */
    INVOKER,
    /** Data path and conductor on one thread. */
    SHARED,
    /** The data path on one thread, the conductor on another. */
    SHARED_NETWORK,
    /** Each of several data paths on a thread of its own, the conductor on another. */
    DEDICATED
}
