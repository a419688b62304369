package io.fairlead.lb.flow;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Datagrams of which a fragment was seen, and the node that all their fragments go to. In memory, for as long as a kernel would wait for the rest. Belongs to one
 * data-path thread; allocates nothing after construction.
 */
public final class FragmentTable {

    /** In place of a node id: no fragment of the datagram was seen. */
    public static final int NO_NODE_ID = 0;

    /** Kernels give up after 30 s (RFC 1122 section 3.3.2 asks for 60 s to 120 s, RFC 8200 section 4.5 for 60 s). */
    private static final int TIMEOUT_SECONDS = 60;

    private static final long LAYOUT_ID = 0x464C_4652_4147_0001L;
    private static final int KEY_WORDS = 5;
    private static final int VALUE_WORDS = 1;
    private static final int IN_USE = 1;

    private final OffHeapTable table;
    private final OffHeapTable.Expiry isExpired = this::isExpired;
    private int nowSeconds;

    // words of the selected datagram's key
    private long selected0;
    private long selected1;
    private long selected2;
    private long selected3;
    private long selected4;

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
     * Selects the datagram that {@link #owner} and {@link #put} are about.
     *
     * @param sourceHigh first half of the source address
     * @param sourceLow second half; IPv4 in IPv4-mapped form
     * @param destinationHigh first half of the destination address
     * @param destinationLow second half
     * @param protocol IP protocol number
     * @param identification 16 bits of IPv4 or 32 of IPv6
     */
    public void select(
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
    }

    /**
     * The node of the selected datagram.
     *
     * @return its id, {@link #NO_NODE_ID} if no fragment of it was seen
     */
    public int owner() {
        final int slot = find();
        return slot == OffHeapTable.NONE ? NO_NODE_ID : (int) table.value(slot, 0);
    }

    private int find() {
        return table.find(selected0, selected1, selected2, selected3, selected4);
    }

    /**
     * Sends all fragments of the selected datagram to a node.
     *
     * @param owner node id
     * @param seconds now
     * @return false if there is no room
     */
    public boolean put(final int owner, final int seconds) {
        int slot = find();
        if (slot == OffHeapTable.NONE) {
            slot = table.insert(selected0, selected1, selected2, selected3, selected4, IN_USE, seconds);
        }
        if (slot == OffHeapTable.NONE) {
            return false;
        }
        table.value(slot, 0, owner);
        return true;
    }

    /**
     * Removes datagrams that have timed out, looking at a few entries a call.
     *
     * @param entries how many to look at
     * @param seconds now
     */
    public void sweep(final int entries, final int seconds) {
        nowSeconds = seconds;
        table.sweep(entries, isExpired);
    }

    private boolean isExpired(final int slot) {
        return nowSeconds - table.lastSeenSeconds(slot) >= TIMEOUT_SECONDS;
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
