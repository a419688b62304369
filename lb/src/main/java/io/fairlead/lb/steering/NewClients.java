package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;

/**
 * The nodes that were chosen for clients which have not completed a handshake yet, so that the connections a browser opens at once go to one node. A client
 * overwrites whoever shares its place: a flood of forged addresses costs others no more than this hint. Belongs to one data-path thread; allocates nothing.
 */
final class NewClients {

    static final int NO_NODE_ID = 0;

    private static final int PLACES = 8192;
    private static final int LIFETIME_SECONDS = 30;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int HASH_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);

    private final long[] high = new long[PLACES];
    private final long[] low = new long[PLACES];
    private final int[] owner = new int[PLACES];
    private final int[] seconds = new int[PLACES];

    private static int place(final FlowKey key) {
        return (int) ((((key.clientHigh() * MULTIPLIER) ^ key.clientLow()) * MULTIPLIER) >>> HASH_SHIFT);
    }

    void put(final FlowKey key, final int nodeId, final int nowSeconds) {
        final int place = place(key);
        high[place] = key.clientHigh();
        low[place] = key.clientLow();
        owner[place] = nodeId;
        seconds[place] = nowSeconds;
    }

    /** The id of the node that was chosen, NO_NODE_ID if none is remembered. */
    int nodeOf(final FlowKey key, final int nowSeconds) {
        final int place = place(key);
        return high[place] == key.clientHigh()
                        && low[place] == key.clientLow()
                        && nowSeconds - seconds[place] < LIFETIME_SECONDS
                ? owner[place]
                : NO_NODE_ID;
    }
}
