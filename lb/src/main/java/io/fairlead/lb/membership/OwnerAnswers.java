package io.fairlead.lb.membership;

import io.fairlead.lb.report.OwnerAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cuts the clients that we own into the chunks of an answer. */
final class OwnerAnswers {

    private OwnerAnswers() {}

    /** Sends at least one chunk: that we own nobody is an answer too. */
    static void send(final int queryId, final OwnedClients ownedClients, final Consumer<OwnerAnswer> sender) {
        final List<Integer> clients = new ArrayList<>();
        ownedClients.forEach(clients::add);
        int chunk = 0;
        int from = 0;
        boolean last;
        do {
            final int to = Math.min(clients.size(), from + OwnerAnswer.MAX_CLIENTS);
            last = to == clients.size();
            sender.accept(new OwnerAnswer(queryId, chunk, last, clients.subList(from, to)));
            chunk++;
            from = to;
        } while (!last);
    }
}
