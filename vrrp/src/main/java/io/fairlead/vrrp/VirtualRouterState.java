package io.fairlead.vrrp;

/** The states of RFC 3768 section 6.4. */
public enum VirtualRouterState {
    /** Not taking part: before start, after stop, and in a fault. */
    INITIALIZE,

    /** Listening to the master, ready to replace it (with priority 0: only listening). */
    BACKUP,

    /** Director: advertises and owns the virtual IPs. */
    MASTER
}
