package io.fairlead.lb.report;

/**
 * The sender is about to become director and asks which clients each node owns.
 *
 * @param queryId repeated in the answers
 */
public record OwnerQuery(int queryId) implements Body {

    @Override
    public MessageType type() {
        return MessageType.OWNER_QUERY;
    }
}
