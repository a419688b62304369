package io.fairlead.lb.flow;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Datagrams of which a fragment was seen, and the node, by its address, that all their fragments have to do with. In memory, for as long as a kernel would wait for the rest.
 * Belongs to one data-path thread; allocates nothing after construction.
 */
public final class FragmentTable {

    /** Kernels give up after 30 s (RFC 1122 section 3.3.2 asks for 60 s to 120 s, RFC 8200 section 4.5 for 60 s). */
    private static final int TIMEOUT_SECONDS = 60;

    private static final long LAYOUT_ID = 0x464C_4652_4147_0002L;
    private static final int KEY_WORDS = 5;
    private static final int VALUE_WORDS = 2;
    private static final int NODE_HIGH_VALUE = 0;
    private static final int NODE_LOW_VALUE = 1;
    private static final int IN_USE = 1;

    private final OffHeapTable table;
    private final OffHeapTable.Expiry isExpired = this::isExpired;
    private int nowSeconds;

    // words of the selected datagram's key, and where it is
    private long selected0;
    private long selected1;
    private long selected2;
    private long selected3;
    private long selected4;
    private int slot = OffHeapTable.NONE;

    /**
     * An empty table.
     *
     * @param capacity a power of two; three quarters of it can be used
     */
    public FragmentTable(final int capacity) {
        final int length = OffHeapTable.memoryLength(capacity, KEY_WORDS, VALUE_WORDS);
        table = new OffHeapTable(
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, BitUtil.CACHE_LINE_LENGTH)),
                LAYOUT_ID,
                1,
                capacity,
                KEY_WORDS,
                VALUE_WORDS);
    }

    /**
     * Selects the datagram that {@link #nodeHigh}, {@link #nodeLow}, {@link #put} and {@link #remove} are about.
     *
     * @param sourceHigh first half of the source address
     * @param sourceLow second half; IPv4 in IPv4-mapped form
     * @param destinationHigh first half of the destination address
     * @param destinationLow second half
     * @param protocol IP protocol number
     * @param identification 16 bits of IPv4 or 32 of IPv6
     * @return true if a fragment of it was seen
     */
    public boolean select(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int protocol,
            final int identification) {
        selected0 = sourceHigh;
        selected1 = sourceLow;
        selected2 = destinationHigh;
        selected3 = destinationLow;
        selected4 = ((long) protocol << 32) | (identification & 0xFFFF_FFFFL);
        slot = table.find(selected0, selected1, selected2, selected3, selected4);
        return slot != OffHeapTable.NONE;
    }

    /**
     * First half of the address of the selected datagram's node. Only if a fragment of it was seen.
     *
     * @return 64 bits; IPv4 in IPv4-mapped form
     */
    public long nodeHigh() {
        return table.value(slot, NODE_HIGH_VALUE);
    }

    /**
     * Second half of it.
     *
     * @return 64 bits
     */
    public long nodeLow() {
        return table.value(slot, NODE_LOW_VALUE);
    }

    /**
     * Remembers the selected datagram, or another node for it.
     *
     * @param high first half of the node's address
     * @param low second half; IPv4 in IPv4-mapped form
     * @param seconds now
     * @return false if there is no room
     */
    public boolean put(final long high, final long low, final int seconds) {
        if (slot == OffHeapTable.NONE) {
            slot = table.insert(selected0, selected1, selected2, selected3, selected4, IN_USE, seconds);
        }
        if (slot == OffHeapTable.NONE) {
            return false;
        }
        table.value(slot, NODE_HIGH_VALUE, high);
        table.value(slot, NODE_LOW_VALUE, low);
        return true;
    }

    /** Forgets the selected datagram. Only if a fragment of it was seen. */
    public void remove() {
        table.remove(slot);
        slot = OffHeapTable.NONE;
    }

    /**
     * Removes datagrams that have timed out, looking at a few entries a call. None is selected afterwards.
     *
     * @param entries how many to look at
     * @param seconds now
     */
    public void sweep(final int entries, final int seconds) {
        nowSeconds = seconds;
        slot = OffHeapTable.NONE;
        table.sweep(entries, isExpired);
    }

    private boolean isExpired(final int candidate) {
        return nowSeconds - table.lastSeenSeconds(candidate) >= TIMEOUT_SECONDS;
    }

    /**
     * Entries there is memory for, used or not.
     *
     * @return a power of two
     */
    public int capacity() {
        return table.capacity();
    }
}
