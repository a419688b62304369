package io.fairlead.vrrp.watch;

/** What can be wrong on the wire. */
public enum TroubleKind {
    /** Someone who is no node of the cluster advertises our VRID with other settings than ours. */
    FOREIGN_SPEAKER,

    /** Someone who is no node of the cluster takes part with our settings, but sends no load reports. */
    PEER_WITHOUT_FAIRLEAD,

    /** Another MAC address advertises from our own address. */
    OWN_ADDRESS_TAKEN,

    /** A MAC address that is neither ours nor the director's claims a virtual IP. */
    DUPLICATE_VIRTUAL_IP,

    /** A MAC address claims the address of a node that reports from another one. */
    NODE_ADDRESS_CLAIMED,

    /** A node says that it is master, but its advertisements do not arrive here. */
    ADVERTISEMENTS_NOT_HEARD,

    /** We are master, but a node says that it hears no master. */
    OWN_ADVERTISEMENTS_NOT_HEARD,

    /** Two routers advertise as master for longer than it takes them to hear each other. */
    TWO_DIRECTORS,

    /** A node advertises other virtual IPs. */
    VIRTUAL_IPS_DIFFER,

    /** A node advertises in another interval. */
    INTERVAL_DIFFERS,

    /** A node speaks another version of VRRP. */
    VERSION_DIFFERS,

    /** A node sends to the group and we to unicast peers, or the other way round, or it is no peer of ours. */
    TRANSPORT_DIFFERS,

    /** A node's advertisements are refused for what they show, or do not show, to be believed. */
    AUTHENTICATION_FAILS
}
