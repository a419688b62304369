package io.fairlead.lb.report;

/** What became of a received frame: one counter each. Everything but {@link #OK} means that nothing of the message was believed. */
public enum Verdict {
    /** Accepted. */
    OK,
    /** Frame, packet or payload ends before its header or its stated length. */
    TRUNCATED,
    /** Not an IPv4 packet of protocol 253 with a correct header checksum. */
    BAD_IP_HEADER,
    /** A fragment; every message fits one packet, so none is expected. */
    FRAGMENT,
    /** The TTL is not 255, so the packet was routed here (RFC 5082). */
    TTL_NOT_255,
    /** Protocol 253 is used by something else too (RFC 3692). */
    BAD_MAGIC,
    /** A version that this one cannot read. */
    UNKNOWN_VERSION,
    /** The stated length, or that of a field, does not agree with what is there. */
    BAD_LENGTH,
    /** A cluster beside ours on the same segment. */
    OTHER_CLUSTER,
    /** Not signed, but we hold a key. */
    MISSING_HMAC,
    /** Signed, but we hold no key to check it with. */
    UNEXPECTED_HMAC,
    /** Signed with another key, or changed on its way. */
    BAD_HMAC,
    /** The sender or addressee is not an IPv4 address. */
    UNSUPPORTED_ADDRESS,
    /** The message names another sender than the frame that carried it. */
    SENDER_MISMATCH,
    /** Our own message, reflected. */
    OWN,
    /** Another machine uses our management address. */
    ADDRESS_CONFLICT,
    /** Addressed to another node. */
    NOT_FOR_US,
    /** The sender is not on the list of the configuration. */
    UNKNOWN_SENDER,
    /** A message type of a later version. */
    UNKNOWN_TYPE,
    /** A field that must be there is missing, too short, or outside its range. */
    BAD_CONTENT,
    /** The table of nodes is full of living ones. */
    TOO_MANY_NODES,
    /** The sender has not yet shown that this boot id is its present one; it was challenged to. */
    NOT_YET_PROVEN,
    /** Its sequence number, or its boot id, is over. */
    REPLAYED
}
