package io.fairlead.vrrp;

/** What became of a received frame that claimed to be an advertisement. One counter each; nothing is dropped without a name. */
public enum AdvertisementVerdict {
    /** Good, and for us. */
    OK(true, "accepted"),

    /**
     * The virtual IPs differ from ours. Processed all the same (RFC 5798 section 7.1; RFC 3768 would drop it): two masters that ignore each other
     * are worse than one that is configured differently.
     */
    ADDRESS_LIST_MISMATCH(true, "virtual IPs differ from ours"),

    /** Not IPv4, or another protocol than 112. */
    NOT_VRRP(false, "not VRRP over IPv4"),

    /** The frame, the IPv4 header or the advertisement ends too early. */
    TRUNCATED(false, "truncated"),

    /** The checksum of the IPv4 header is wrong. */
    BAD_IP_CHECKSUM(false, "IP header checksum wrong"),

    /** A fragment: an advertisement always fits into one frame. */
    FRAGMENTED(false, "fragmented"),

    /** Not sent to 224.0.0.18. */
    DESTINATION_NOT_MULTICAST(false, "destination is not 224.0.0.18"),

    /** It crossed a router, or was made by someone who is not on this link. */
    TTL_NOT_255(false, "TTL is not 255"),

    /** A version that is not spoken here, or not by this virtual router. */
    UNKNOWN_VERSION(false, "unknown version"),

    /** Not an advertisement; there is no other type. */
    UNKNOWN_TYPE(false, "unknown type"),

    /** It counts more addresses than it has bytes for. */
    ADDRESS_COUNT_BEYOND_PACKET(false, "address count beyond the packet"),

    /** The checksum of the advertisement is wrong. */
    BAD_CHECKSUM(false, "checksum wrong"),

    /** For a virtual router that is not configured here. */
    UNKNOWN_VRID(false, "unknown VRID"),

    /** The source is our own address: our frame came back, or another node has our address. */
    OWN_ADVERTISEMENT(false, "own address as source"),

    /** It carries authentication, and none is configured (RFC 3768 section 7.1). */
    AUTHENTICATION_MISMATCH(false, "authentication type differs from ours"),

    /** Version 2 requires the same interval on all routers (RFC 3768 section 7.1). */
    INTERVAL_MISMATCH(false, "advertisement interval differs from ours");

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
