package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;

/**
 * One chunk of the clients that the sender owns.
 *
 * @param queryId of the query
 * @param chunk counts from 0
 * @param last is this the last chunk?
 * @param clients of either family, no more than {@link ClientRoom} has room for; a reader gets those of IPv4 first
 */
public record OwnerAnswer(int queryId, int chunk, boolean last, List<IpAddress> clients) implements Body {

    /** Copies the list and checks its size. */
    public OwnerAnswer {
        clients = List.copyOf(clients);
        if (!fits(clients)) {
            throw new IllegalArgumentException(clients.size() + " clients are too many for one message");
        }
    }

    static boolean fits(final List<IpAddress> clients) {
        return ClientRoom.ofOwnedClients().takeAll(clients);
    }

    @Override
    public MessageType type() {
        return MessageType.OWNER_ANSWER;
    }
}
