package io.fairlead.lb.report;

import java.util.List;

/**
 * What the director knows of connections.
 *
 * @param index counts these messages of a boot id from 1
 * @param beginsSnapshot from here on, every connection that is open is told of at least once
 * @param endsSnapshot until here
 * @param connections at most {@link #MAX_CONNECTIONS}, of TCP
 */
public record Connections(long index, boolean beginsSnapshot, boolean endsSnapshot, List<Connection> connections)
        implements Body {

    /** How many a message has room for. */
    public static final int MAX_CONNECTIONS = ClientRoom.LENGTH / FieldType.CONNECTION_LENGTH;

    /** Copies the list and checks its size. */
    public Connections {
        connections = List.copyOf(connections);
        if (connections.size() > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(connections.size() + " connections are too many for one message");
        }
    }

    @Override
    public MessageType type() {
        return MessageType.CONNECTIONS;
    }
}
