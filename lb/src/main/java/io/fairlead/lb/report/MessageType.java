package io.fairlead.lb.report;

import org.jspecify.annotations.Nullable;

/** What a message is for; the code is byte 3 of the header. */
public enum MessageType {
    /** A node's state and load. */
    REPORT(1),
    /** A would-be director asks for the clients that each node owns. */
    OWNER_QUERY(2),
    /** One chunk of the answer to that. */
    OWNER_ANSWER(3),
    /** Who owns this flow? */
    FLOW_QUERY(4),
    /** The sender owns this flow. */
    FLOW_CLAIM(5),
    /** New sticky assignments of the director. */
    STICKY_DELTA(6),
    /** One chunk of all sticky assignments of the director. */
    STICKY_SNAPSHOT(7),
    /** A node missed a delta and asks for a snapshot. */
    STICKY_REQUEST(8),
    /** The sender stops. */
    GOODBYE(9),
    /** An administrator wants another director. */
    HANDOVER(10),
    /** An administrator wants a node drained, or back. */
    DRAIN(11),
    /** Connections that the director has seen begin or end, or, in a snapshot, go on. */
    CONNECTIONS(70),
    /** A node missed some of them and asks for a snapshot. */
    CONNECTIONS_REQUEST(71);

    /** The code is a byte. */
    private static final MessageType[] BY_CODE = new MessageType[256];

    static {
        for (final MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    MessageType(final int code) {
        this.code = code;
    }

    /** The code on the wire. */
    int code() {
        return code;
    }

    /** The type of a code, null if this version does not know it. */
    static @Nullable MessageType ofCode(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
