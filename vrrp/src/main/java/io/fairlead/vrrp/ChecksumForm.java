package io.fairlead.vrrp;

/** How the checksum of a version 3 advertisement over IPv4 is sent; both forms are accepted. Over IPv6 there is one form. */
public enum ChecksumForm {

    /** As RFC 5798 section 5.2.8 was read by keepalived and FRR; keepalived refuses the other form. */
    WITH_PSEUDO_HEADER,

    /** As RFC 9568 section 5.2.8 says, and Cisco and Juniper do. */
    WITHOUT_PSEUDO_HEADER
}
