package io.fairlead.tapio.bpf;

/** Which end of a frame that the kernel hands to a TAP is the client. */
public enum Side {
    /** Towards the wire: the client has sent it. */
    UPLINK,
    /** Towards the host's kernel: it goes to the client. */
    HOST
}
