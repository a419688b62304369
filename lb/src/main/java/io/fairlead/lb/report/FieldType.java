package io.fairlead.lb.report;

/** Type codes of the type-length-value fields; a code that is not listed is skipped. */
final class FieldType {

    static final int CHALLENGE = 1;
    static final int ECHO = 2;

    static final int NODE = 16;
    static final int LOAD = 17;
    static final int HEALTH = 18;
    static final int VIRTUAL_ROUTERS = 19;
    static final int CONFIGURATION_DIGEST = 20;
    static final int NODE_NAME = 21;
    static final int UPTIME = 22;
    static final int VIRTUAL_ROUTER_VIEWS = 23;

    static final int OWNER_QUERY = 32;
    static final int OWNER_CHUNK = 33;
    static final int FLOW = 34;
    static final int STICKY_DELTA = 35;
    static final int STICKY_CHUNK = 36;
    static final int STICKY_REQUEST = 37;
    static final int GOODBYE = 38;
    static final int HANDOVER = 39;

    /** Of an entry of {@link #VIRTUAL_ROUTER_VIEWS}. */
    static final int VIRTUAL_ROUTER_VIEW_LENGTH = 20;

    static final int FAMILY_IPV4 = 4;
    static final int FAMILY_IPV6 = 6;

    /** Of a field's type and length. */
    static final int HEADER_LENGTH = 4;

    private FieldType() {}
}
