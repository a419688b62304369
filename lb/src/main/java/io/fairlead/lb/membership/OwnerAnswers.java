package io.fairlead.lb.membership;

import io.fairlead.lb.report.ClientRoom;
import io.fairlead.lb.report.OwnerAnswer;
import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cuts the clients that we own into the chunks of an answer. */
final class OwnerAnswers {

    private OwnerAnswers() {}

    /** Sends at least one chunk: that we own nobody is an answer too. */
    static void send(final int queryId, final OwnedClients ownedClients, final Consumer<OwnerAnswer> sender) {
        final List<IpAddress> clients = new ArrayList<>();
        ownedClients.forEach(clients::add);
        final ClientRoom room = ClientRoom.ofOwnedClients();
        int chunk = 0;
        int from = 0;
        for (int at = 0; at < clients.size(); at++) {
            if (!room.take(clients.get(at))) {
                sender.accept(new OwnerAnswer(queryId, chunk, false, clients.subList(from, at)));
                chunk++;
                from = at;
                room.clear();
                room.take(clients.get(at));
            }
        }
        sender.accept(new OwnerAnswer(queryId, chunk, true, clients.subList(from, clients.size())));
    }
}
