package io.fairlead.lb.flow;

import org.agrona.concurrent.AtomicBuffer;

/**
 * For each translated flow, what the client wrote, found by what this node's kernel sees and answers to. 64 bytes a flow in fixed
 * memory, see {@link OffHeapTable}; belongs to one data-path thread and allocates nothing.
 */
public final class TranslationTable {

    /** No such flow, or no room for one. */
    public static final int NONE = OffHeapTable.NONE;

    private static final long LAYOUT_ID = 0x464C_5452_4E53_0002L;
    private static final int KEY_WORDS = 3;
    private static final int VALUE_WORDS = 4;
    private static final int DESTINATION_HIGH_VALUE = 0;
    private static final int DESTINATION_LOW_VALUE = 1;
    private static final int PORTS_VALUE = 2;
    private static final int IN_USE = 1;

    private final OffHeapTable table;

    /**
     * Uses memory that may hold flows from before.
     *
     * @param memory {@link #memoryLength} bytes
     * @param stamp of the kernel's boot; flows of another boot are cleared
     * @param capacity a power of two; three quarters of it can be used
     */
    public TranslationTable(final AtomicBuffer memory, final long stamp, final int capacity) {
        table = new OffHeapTable(memory, LAYOUT_ID, stamp, capacity, KEY_WORDS, VALUE_WORDS);
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
     * Finds the flow that a reply belongs to.
     *
     * @param clientHigh first half of the client's address
     * @param clientLow second half
     * @param translatedPort the client port that the kernel sees
     * @param proxyPort the port that the kernel answers from
     * @param protocol IP protocol number
     * @return its slot or {@link #NONE}
     */
    public int find(
            final long clientHigh,
            final long clientLow,
            final int translatedPort,
            final int proxyPort,
            final int protocol) {
        return table.find(clientHigh, clientLow, FlowKey.tuple(translatedPort, proxyPort, protocol), 0, 0);
    }

    /**
     * Is the table so small that there is nothing to gain by {@link #fetch}?
     *
     * @return true if its entries are likely to be in a cache
     */
    public boolean fitsIntoCache() {
        return table.fitsIntoCache();
    }

    /**
     * Where {@link #find} will look first for this flow.
     *
     * @param clientHigh first half of the client's address
     * @param clientLow second half
     * @param translatedPort the client port that the kernel sees
     * @param proxyPort the port that the kernel answers from
     * @param protocol IP protocol number
     * @return the slot where it is, if no other flow was there before it
     */
    public int expect(
            final long clientHigh,
            final long clientLow,
            final int translatedPort,
            final int proxyPort,
            final int protocol) {
        return table.expect(clientHigh, clientLow, FlowKey.tuple(translatedPort, proxyPort, protocol), 0, 0);
    }

    /**
     * Fetches from memory what is in these slots, all of it in little more than the time of one.
     *
     * @param slots each less than the capacity
     * @param count how many of them
     */
    public void fetch(final int[] slots, final int count) {
        table.fetch(slots, count);
    }

    /**
     * Adds a flow that is not there yet.
     *
     * @param original as the client wrote it
     * @param translatedPort what the kernel takes for the client's port
     * @param proxyPort what the kernel takes for the destination port
     * @param seconds now
     * @return its slot, or {@link #NONE} if the table is full
     */
    public int insert(final FlowKey original, final int translatedPort, final int proxyPort, final int seconds) {
        final int slot = table.insert(
                original.clientHigh(),
                original.clientLow(),
                FlowKey.tuple(translatedPort, proxyPort, original.protocol()),
                0,
                0,
                IN_USE,
                seconds);
        if (slot != NONE) {
            table.value(slot, DESTINATION_HIGH_VALUE, original.destinationHigh());
            table.value(slot, DESTINATION_LOW_VALUE, original.destinationLow());
            table.value(slot, PORTS_VALUE, FlowKey.tuple(original.clientPort(), original.destinationPort(), 0));
        }
        return slot;
    }

    /**
     * Does the entry belong to this flow?
     *
     * @param slot of the entry
     * @param original as the client wrote it
     * @return true if destination and ports are the same
     */
    public boolean isFor(final int slot, final FlowKey original) {
        return table.value(slot, DESTINATION_LOW_VALUE) == original.destinationLow()
                && table.value(slot, DESTINATION_HIGH_VALUE) == original.destinationHigh()
                && table.value(slot, PORTS_VALUE)
                        == FlowKey.tuple(original.clientPort(), original.destinationPort(), 0);
    }

    /**
     * Removes the entry of a flow, if it has one.
     *
     * @param original as the client wrote it
     * @param translatedPort the client port that the kernel sees
     * @param proxyPort the port that the kernel answers from
     */
    public void remove(final FlowKey original, final int translatedPort, final int proxyPort) {
        final int slot =
                find(original.clientHigh(), original.clientLow(), translatedPort, proxyPort, original.protocol());
        if (slot != NONE && isFor(slot, original)) {
            remove(slot);
        }
    }

    /**
     * Removes an entry.
     *
     * @param slot of the entry
     */
    public void remove(final int slot) {
        table.remove(slot);
    }

    /**
     * First half of the destination that the client wrote.
     *
     * @param slot of the entry
     * @return 64 bits
     */
    public long destinationHigh(final int slot) {
        return table.value(slot, DESTINATION_HIGH_VALUE);
    }

    /**
     * Second half of the destination that the client wrote.
     *
     * @param slot of the entry
     * @return 64 bits
     */
    public long destinationLow(final int slot) {
        return table.value(slot, DESTINATION_LOW_VALUE);
    }

    /**
     * The destination port that the client wrote.
     *
     * @param slot of the entry
     * @return 16 bits
     */
    public int destinationPort(final int slot) {
        return (int) table.value(slot, PORTS_VALUE) & 0xFFFF;
    }

    /**
     * The client's own port.
     *
     * @param slot of the entry
     * @return 16 bits
     */
    public int clientPort(final int slot) {
        return (int) (table.value(slot, PORTS_VALUE) >>> 16) & 0xFFFF;
    }

    /**
     * Notes that a reply was seen.
     *
     * @param slot of the entry
     * @param seconds now
     */
    public void touch(final int slot, final int seconds) {
        table.lastSeenSeconds(slot, seconds);
    }

    /**
     * When the last reply was seen.
     *
     * @param slot of the entry
     * @return seconds
     */
    public int lastSeenSeconds(final int slot) {
        return table.lastSeenSeconds(slot);
    }

    /**
     * Flows in the table.
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
    public int adopt(final TranslationTable from, final ClientFilter clients) {
        return table.adopt(from.table, clients, (before, slot) -> {});
    }
}
