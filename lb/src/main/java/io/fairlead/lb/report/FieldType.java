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
    static final int BALANCING = 24;
    static final int NODE_IPV6 = 25;

    /** Beside {@link #HEALTH}. */
    static final int LISTENERS = 26;

    static final int MTU = 27;

    static final int OWNER_QUERY = 32;
    static final int OWNER_CHUNK = 33;
    static final int FLOW = 34;
    static final int STICKY_DELTA = 35;
    static final int STICKY_CHUNK = 36;
    static final int STICKY_REQUEST = 37;
    static final int GOODBYE = 38;
    static final int HANDOVER = 39;

    /** Beside {@link #OWNER_CHUNK}, which holds the clients of IPv4 and is always there. */
    static final int OWNER_IPV6 = 40;

    /** In place of {@link #FLOW}. */
    static final int FLOW_IPV6 = 41;

    /** Beside {@link #STICKY_DELTA} or {@link #STICKY_CHUNK}, which holds the assignments of IPv4 clients and is always there. */
    static final int STICKY_IPV6 = 42;

    static final int DRAIN = 50;
    static final int PROXY_LOAD = 80;

    static final int REPORT_PACE = 60;

    static final int CONNECTIONS = 70;
    static final int CONNECTIONS_REQUEST = 71;

    /** Of an entry of {@link #OWNER_CHUNK}. */
    static final int OWNED_CLIENT_LENGTH = 4;

    /** Of an entry of {@link #OWNER_IPV6}. */
    static final int IPV6_OWNED_CLIENT_LENGTH = 16;

    /** Of an entry of {@link #STICKY_DELTA} and {@link #STICKY_CHUNK}. */
    static final int ASSIGNMENT_LENGTH = 8;

    /** Of an entry of {@link #STICKY_IPV6}. */
    static final int IPV6_ASSIGNMENT_LENGTH = 20;

    static final int NODE_IPV6_LENGTH = 16;

    /** Of an entry of {@link #LISTENERS}. */
    static final int LISTENER_LENGTH = 20;

    static final int FLOW_LENGTH = 16;
    static final int FLOW_IPV6_LENGTH = 40;

    /** Of an entry of {@link #CONNECTIONS}. */
    static final int CONNECTION_LENGTH = 52;

    /** Of an entry of {@link #VIRTUAL_ROUTER_VIEWS}. */
    static final int VIRTUAL_ROUTER_VIEW_LENGTH = 20;

    static final int FAMILY_IPV4 = 4;
    static final int FAMILY_IPV6 = 6;

    /** Of a field's type and length. */
    static final int HEADER_LENGTH = 4;

    private FieldType() {}
}
