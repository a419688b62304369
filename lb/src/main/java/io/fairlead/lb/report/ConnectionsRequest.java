package io.fairlead.lb.report;

/**
 * The sender missed some connections and asks the director for a snapshot of them.
 *
 * @param index of the last message that it has, 0 if it has none
 */
public record ConnectionsRequest(long index) implements Body {

    @Override
    public MessageType type() {
        return MessageType.CONNECTIONS_REQUEST;
    }
}
