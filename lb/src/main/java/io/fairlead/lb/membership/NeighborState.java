package io.fairlead.lb.membership;

/** Whether a node answers ARP, in the words of RFC 4861 section 7.3.2 and RFC 7048. */
public enum NeighborState {
    /** Nobody has asked it since it is known, started anew or got another MAC address; or this node is not director. */
    STALE,
    /** It has answered lately. */
    REACHABLE,
    /** It is being asked. */
    PROBE,
    /** It has not answered several times in a row. */
    UNREACHABLE
}
