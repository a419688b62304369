package io.fairlead.tapio.attach;

/** The numbers by which the addresses and routes that Fairlead itself makes are told from the host's own. */
final class Marks {

    /** rtm_protocol and IFA_PROTO; the number of the IP protocol of load reports, and not assigned to any routing daemon. */
    static final int PROTOCOL = 253;

    private Marks() {}
}
