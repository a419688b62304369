package io.fairlead.lb.report;

import java.util.List;

/**
 * One chunk of the clients that the sender owns.
 *
 * @param queryId of the query
 * @param chunk counts from 0
 * @param last is this the last chunk?
 * @param clients IPv4 addresses
 */
public record OwnerAnswer(int queryId, int chunk, boolean last, List<Integer> clients) implements Body {

    /** Clients in one chunk. */
    public static final int MAX_CLIENTS = 320;

    /** Copies the list and checks its size. */
    public OwnerAnswer {
        clients = List.copyOf(clients);
        if (clients.size() > MAX_CLIENTS) {
            throw new IllegalArgumentException(clients.size() + " clients in a chunk, at most " + MAX_CLIENTS);
        }
    }

    @Override
    public MessageType type() {
        return MessageType.OWNER_ANSWER;
    }
}
