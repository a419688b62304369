package io.fairlead.bench.stress;

import io.fairlead.lb.steering.SteeringCommands;
import io.fairlead.netstack.wire.IpAddress;

/**
 * Numbered news of clients. Whoever is told of them sees whether each is whole, and none is missing, twice, or out of order. They are of few clients, which find room in a table; each has
 * another node when its turn comes again.
 */
final class Sequence extends Clients {

    private static final int CLIENTS = 512;
    private static final int FIRST_CLIENT = 0x0A00_0001;
    private static final int FACTOR = 0x9E37_79B1;

    private int next;
    private boolean isWrong;

    /** Orders the data path to learn the news of that number; it tells of it then. */
    static void order(final SteeringCommands commands, final int number) {
        commands.learnClient(client(number), owner(number));
    }

    private static IpAddress client(final int number) {
        return IpAddress.ofIpv4(FIRST_CLIENT + number % CLIENTS);
    }

    private static int owner(final int number) {
        return number * FACTOR;
    }

    @Override
    public void onClientLearned(final IpAddress client, final int owner) {
        isWrong |= !client.equals(client(next)) || owner != owner(next);
        next = (next + 1) & Integer.MAX_VALUE;
    }

    /** True if anything was not what it should have been. */
    boolean isWrong() {
        return isWrong;
    }
}
