package io.fairlead.vrrp;

/** What became of a received frame that claimed to be an advertisement. One counter each; nothing is dropped without a name. */
public enum AdvertisementVerdict {
    /** Good, and for us. */
    OK(true, "accepted"),

    /**
     * The virtual IPs differ from ours. Processed all the same (RFC 9568 section 7.1; RFC 3768 would drop it): two masters that ignore each other
     * are worse than one that is configured differently.
     */
    ADDRESS_LIST_MISMATCH(true, "virtual IPs differ from ours"),

    /** Version 3: another interval than ours, which a backup follows (RFC 9568 section 6.4.2). */
    INTERVAL_DIFFERS(true, "advertisement interval differs from ours (version 3)"),

    /** Neither IPv4 nor IPv6, or another protocol than 112. */
    NOT_VRRP(false, "not VRRP"),

    /** The frame, the IP header or the advertisement ends too early. */
    TRUNCATED(false, "truncated"),

    /** The checksum of the IPv4 header is wrong. */
    BAD_IP_CHECKSUM(false, "IP header checksum wrong"),

    /** A fragment: an advertisement always fits into one frame. */
    FRAGMENTED(false, "fragmented"),

    /** Not sent to 224.0.0.18 or ff02::12, and this virtual router has no unicast peers. */
    DESTINATION_NOT_MULTICAST(false, "destination is not the group of VRRP"),

    /** This virtual router has unicast peers, and the advertisement was not sent to our address: to the group, most likely. */
    DESTINATION_NOT_OURS(false, "destination is not our address, as unicast peers have it"),

    /** This virtual router has unicast peers, and the source is none of them. */
    SOURCE_NOT_PEER(false, "source is none of the unicast peers"),

    /** It crossed a router, or was made by someone who is not on this link. */
    TTL_NOT_255(false, "TTL or hop limit is not 255"),

    /** A version that is not spoken here, or not over this IP. */
    UNKNOWN_VERSION(false, "unknown version"),

    /** Another version than this virtual router is configured for. */
    VERSION_MISMATCH(false, "version differs from ours"),

    /** Not an advertisement; there is no other type. */
    UNKNOWN_TYPE(false, "unknown type"),

    /** No address at all: to be ignored (RFC 9568 section 5.2.5). */
    ADDRESS_COUNT_ZERO(false, "address count is zero"),

    /** It counts more addresses than it has bytes for. */
    ADDRESS_COUNT_BEYOND_PACKET(false, "address count beyond the packet"),

    /** Bytes in the IP payload behind the advertisement that are no authentication trailer. Padding of the frame is not meant. */
    TRAILING_BYTES(false, "bytes behind the advertisement"),

    /** Version 3: an interval of nothing, by which a backup could not wait. */
    INTERVAL_ZERO(false, "advertisement interval is zero"),

    /** The checksum of the advertisement is wrong. */
    BAD_CHECKSUM(false, "checksum wrong"),

    /** For a virtual router that is not configured here. */
    UNKNOWN_VRID(false, "unknown VRID"),

    /** The source is our own address: our frame came back, or another node has our address. */
    OWN_ADVERTISEMENT(false, "own address as source"),

    /** Another kind of authentication than is configured (RFC 3768 section 7.1). */
    AUTHENTICATION_MISMATCH(false, "authentication type differs from ours"),

    /** The simple password is another one. */
    PASSWORD_WRONG(false, "password differs from ours"),

    /** No trailer, and it is enforced. */
    AUTHENTICATION_MISSING(false, "authentication trailer missing"),

    /** A trailer of another algorithm, or with reserved bits set. */
    AUTHENTICATION_MALFORMED(false, "authentication trailer of another form"),

    /** The time in the trailer is further from ours than the window: old, or one of the clocks is wrong. */
    AUTHENTICATION_STALE(false, "authentication trailer too old, or clocks differ"),

    /** The trailer names a key that is not configured here. */
    AUTHENTICATION_UNKNOWN_KEY(false, "authentication trailer of an unknown key"),

    /** The code in the trailer is not that of the message: forged, altered, or the keys differ. */
    AUTHENTICATION_WRONG(false, "authentication trailer wrong"),

    /** The trailer is right and not newer than one that was accepted from the same source. */
    AUTHENTICATION_REPLAYED(false, "authentication trailer replayed"),

    /** Version 2 requires the same interval on all routers (RFC 3768 section 7.1). */
    INTERVAL_MISMATCH(false, "advertisement interval differs from ours (version 2)");

    private final boolean isAccepted;
    private final String text;

    AdvertisementVerdict(final boolean isAccepted, final String text) {
        this.isAccepted = isAccepted;
        this.text = text;
    }

    /**
     * Was the advertisement processed?
     *
     * @return false if it was dropped
     */
    public boolean isAccepted() {
        return isAccepted;
    }

    /**
     * For counters, status and logs.
     *
     * @return a few words
     */
    public String text() {
        return text;
    }
}
