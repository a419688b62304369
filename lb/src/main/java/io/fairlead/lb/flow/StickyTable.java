package io.fairlead.lb.flow;

import java.util.function.IntConsumer;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Clients, the node each stays with, and how many connections each has open. 32 bytes a client in fixed memory, see {@link OffHeapTable}:
 *
 * <pre>
 *   last seen (4) | state (4)
 *   client (16), IPv4 in IPv4-mapped form
 *   is heavy (1 bit) | open connections (31 bits) | owner (4)
 * </pre>
 *
 * <p>Belongs to one data-path thread and allocates nothing.
 */
public final class StickyTable {

    /** No such client, or no room for one. */
    public static final int NONE = OffHeapTable.NONE;

    private static final long LAYOUT_ID = 0x464C_5354_4B59_0002L;
    private static final int KEY_WORDS = 2;
    private static final int HIGH_WORD = 0;
    private static final int LOW_WORD = 1;
    private static final int VALUE_WORDS = 1;
    private static final int IN_USE = 1;

    private static final long OWNER_MASK = 0xFFFF_FFFFL;
    private static final long HEAVY = Long.MIN_VALUE;
    private static final long CONNECTIONS_MASK = ~(OWNER_MASK | HEAVY);

    private final OffHeapTable table;
    private final int timeoutSeconds;
    private final OffHeapTable.Expiry isExpired = this::isExpired;
    private IntConsumer toldOfExpiry = slot -> {};
    private IntConsumer toldOfHeavy = slot -> {};
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
        return table.find(clientHigh, clientLow, 0, 0, 0);
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
            slot = table.insert(clientHigh, clientLow, 0, 0, 0, IN_USE, seconds);
            if (slot == NONE) {
                return false;
            }
        } else {
            table.lastSeenSeconds(slot, seconds);
            if (owner(slot) == owner) {
                return false;
            }
        }
        table.value(slot, 0, (table.value(slot, 0) & ~OWNER_MASK) | (owner & OWNER_MASK));
        return true;
    }

    /**
     * How many connections of the client are open, as far as this node knows.
     *
     * @param slot of the client
     * @return a count
     */
    public int connections(final int slot) {
        return (int) ((table.value(slot, 0) & CONNECTIONS_MASK) >>> Integer.SIZE);
    }

    /**
     * Notes how many connections of the client are open.
     *
     * @param slot of the client
     * @param connections a count, not negative
     */
    public void connections(final int slot, final int connections) {
        table.value(slot, 0, (table.value(slot, 0) & ~CONNECTIONS_MASK) | ((long) connections << Integer.SIZE));
    }

    /**
     * Is the client noted as a heavy source?
     *
     * @param slot of the client
     * @return true if it is
     */
    public boolean isHeavy(final int slot) {
        return table.value(slot, 0) < 0;
    }

    /**
     * Notes that the client is a heavy source, or is one no longer.
     *
     * @param slot of the client
     * @param isHeavy whether it is
     */
    public void heavy(final int slot, final boolean isHeavy) {
        final long rest = table.value(slot, 0) & ~HEAVY;
        table.value(slot, 0, isHeavy ? rest | HEAVY : rest);
    }

    /** Forgets all connections and heavy sources by looking at every entry: for set-up, not for the path of a frame. */
    public void forgetConnections() {
        for (int slot = 0; slot < table.capacity() && table.size() > 0; slot++) {
            if (table.state(slot) == IN_USE) {
                table.value(slot, 0, table.value(slot, 0) & OWNER_MASK);
            }
        }
    }

    /**
     * Removes clients that have timed out, looking at a few entries a call.
     *
     * @param entries how many to look at
     * @param seconds now
     * @param beforeExpiry told of the slot of each that goes, while it still can be read
     * @param onHeavy told of the slot of each heavy source that stays
     * @return clients removed
     */
    public int sweep(final int entries, final int seconds, final IntConsumer beforeExpiry, final IntConsumer onHeavy) {
        nowSeconds = seconds;
        toldOfExpiry = beforeExpiry;
        toldOfHeavy = onHeavy;
        return table.sweep(entries, isExpired);
    }

    private boolean isExpired(final int slot) {
        if (ageSeconds(slot, nowSeconds) >= timeoutSeconds) {
            toldOfExpiry.accept(slot);
            return true;
        }
        if (isHeavy(slot)) {
            toldOfHeavy.accept(slot);
        }
        return false;
    }

    /**
     * A client's address.
     *
     * @param slot of the client
     * @return the first half
     */
    public long clientHigh(final int slot) {
        return table.keyWord(slot, HIGH_WORD);
    }

    /**
     * A client's address.
     *
     * @param slot of the client
     * @return the second half
     */
    public long clientLow(final int slot) {
        return table.keyWord(slot, LOW_WORD);
    }

    /**
     * Tells of every client by looking at every entry: for set-up, not for the path of a frame.
     *
     * @param onClient told of each
     */
    public void forEach(final Listener onClient) {
        for (int slot = 0; slot < table.capacity() && table.size() > 0; slot++) {
            if (table.state(slot) == IN_USE) {
                onClient.onClient(clientHigh(slot), clientLow(slot), owner(slot));
            }
        }
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

    /**
     * Takes over what another table has of these clients; what is here already stays as it is. At set-up: allocates.
     *
     * @param from is only read
     * @param clients whose entries are wanted
     * @return how many found no room
     */
    public int adopt(final StickyTable from, final ClientFilter clients) {
        return table.adopt(from.table, clients, (before, slot) -> {});
    }
}
