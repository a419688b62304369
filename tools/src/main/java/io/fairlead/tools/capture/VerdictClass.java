package io.fairlead.tools.capture;

/** What became of a frame, in a word: the one that its comment begins with. */
public enum VerdictClass {
    /** To another node. */
    STEERED,
    /** From a node that is not director to the director. */
    HANDED_OVER,
    /** To this node's proxy, as it was. */
    DELIVERED,
    /** To this node's proxy or from it, with an address or port changed. */
    TRANSLATED,
    /** None of our business. */
    PASSED,
    /** To the conductor alone. */
    CONTROL,
    /** Nowhere. */
    DROPPED
}
