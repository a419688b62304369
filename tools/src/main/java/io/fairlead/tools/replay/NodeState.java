package io.fairlead.tools.replay;

/** What the replayed node is when the first frame comes. */
public enum NodeState {
    /** It steers, and goes on with it: advertisements of others are left out. */
    DIRECTOR,
    /** It does not steer, and never will: it is played with priority 0. */
    BACKUP,
    /** It has just been started, and VRRP decides. */
    STARTED
}
