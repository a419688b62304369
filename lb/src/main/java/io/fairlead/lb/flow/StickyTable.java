package io.fairlead.lb.flow;

import org.agrona.concurrent.AtomicBuffer;

/**
 * Clients and the node each stays with. 32 bytes a client in fixed memory, see {@link OffHeapTable}; its IPv4 address stands
 * in IPv4-mapped form. Belongs to one data-path thread and allocates nothing.
 */
public final class StickyTable {

    /** No such client, or no room for one. */
    public static final int NONE = OffHeapTable.NONE;

    private static final long LAYOUT_ID = 0x464C_5354_4B59_0001L;
    private static final int KEY_WORDS = 2;
    private static final int HIGH_WORD = 0;
    private static final int LOW_WORD = 1;
    private static final int VALUE_WORDS = 1;
    private static final int IN_USE = 1;

    private final OffHeapTable table;
    private final int timeoutSeconds;
    private final OffHeapTable.Expiry isExpired = this::isExpired;
    private Listener listener = (high, low, owner) -> {};
    private int nowSeconds;

    /** Told of clients. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A client and its node.
         *
         * @param clientHigh first half of its address
         * @param clientLow second half
         * @param owner node id
         */
        void onClient(long clientHigh, long clientLow, int owner);
    }

    /**
     * Uses memory that may hold clients from before.
     *
     * @param memory {@link #memoryLength} bytes
     * @param stamp of the kernel's boot; clients of another boot are cleared
     * @param capacity a power of two; three quarters of it can be used
     * @param timeoutSeconds how long a client is kept without a new connection
     */
    public StickyTable(final AtomicBuffer memory, final long stamp, final int capacity, final int timeoutSeconds) {
        table = new OffHeapTable(memory, LAYOUT_ID, stamp, capacity, KEY_WORDS, VALUE_WORDS);
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * Memory for a capacity.
     *
     * @param capacity a power of two
     * @return bytes
     */
    public static int memoryLength(final int capacity) {
        return OffHeapTable.memoryLength(capacity, KEY_WORDS, VALUE_WORDS);
    }

    /**
     * Finds a client.
     *
     * @param clientHigh first half of its address
     * @param clientLow second half
     * @return its slot or {@link #NONE}
     */
    public int find(final long clientHigh, final long clientLow) {
        table.key(HIGH_WORD, clientHigh);
        table.key(LOW_WORD, clientLow);
        return table.find();
    }

    /**
     * The node of a client.
     *
     * @param slot of the client
     * @return node id
     */
    public int owner(final int slot) {
        return (int) table.value(slot, 0);
    }

    /**
     * How long the client has opened no connection.
     *
     * @param slot of the client
     * @param seconds now
     * @return seconds
     */
    public int ageSeconds(final int slot, final int seconds) {
        return seconds - table.lastSeenSeconds(slot);
    }

    /**
     * Keeps the client with a node, in place of the one it had.
     *
     * @param clientHigh first half of its address
     * @param clientLow second half
     * @param owner node id
     * @param seconds now
     * @return true if this is news: a new client or another node; false also if the table is full
     */
    public boolean put(final long clientHigh, final long clientLow, final int owner, final int seconds) {
        int slot = find(clientHigh, clientLow);
        if (slot == NONE) {
            slot = table.insert(IN_USE, seconds);
            if (slot == NONE) {
                return false;
            }
        } else {
            table.lastSeenSeconds(slot, seconds);
            if (owner(slot) == owner) {
                return false;
            }
        }
        table.value(slot, 0, owner);
        return true;
    }

    /**
     * Removes clients that have timed out, looking at a few entries a call.
     *
     * @param entries how many to look at
     * @param seconds now
     * @param onExpired told of each
     * @return clients removed
     */
    public int sweep(final int entries, final int seconds, final Listener onExpired) {
        nowSeconds = seconds;
        listener = onExpired;
        return table.sweep(entries, isExpired);
    }

    private boolean isExpired(final int slot) {
        if (ageSeconds(slot, nowSeconds) < timeoutSeconds) {
            return false;
        }
        tell(listener, slot);
        return true;
    }

    /**
     * Tells of every client by looking at every entry: for set-up, not for the path of a frame.
     *
     * @param onClient told of each
     */
    public void forEach(final Listener onClient) {
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.state(slot) == IN_USE) {
                tell(onClient, slot);
            }
        }
    }

    private void tell(final Listener onClient, final int slot) {
        onClient.onClient(table.keyWord(slot, HIGH_WORD), table.keyWord(slot, LOW_WORD), owner(slot));
    }

    /**
     * Entries there is memory for, used or not.
     *
     * @return a power of two
     */
    public int capacity() {
        return table.capacity();
    }

    /**
     * Clients in the table.
     *
     * @return a count
     */
    public int size() {
        return table.size();
    }
}
