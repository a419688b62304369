package io.fairlead.lb.flow;

import io.fairlead.netstack.wire.IpProtocol;
import java.util.function.IntConsumer;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Live flows and the node that owns each: on the director where to steer them, on a scanning node which ones are its own.
 *
 * <p>64 bytes a flow in fixed memory, see {@link OffHeapTable}:
 *
 * <pre>
 *   last seen (4) | state (1), client's tags (1), client's MAC, first two bytes (2)
 *   key (40): client (16) | destination (16) | protocol and ports (8)
 *   owner (4) | acknowledgment (4)
 *   proxy port and translated client port (4) | client's MAC, last four bytes (4)
 * </pre>
 *
 * <p>The tags stand in the header, for on a wire there are few that differ; a flow has a number from 1 on, 0 for none.
 *
 * <p>A slot is valid until the next insert, remove or sweep. Belongs to one data-path thread; allocates nothing.
 */
public final class FlowTable {

    /** No such flow, or no room for one. */
    public static final int NONE = OffHeapTable.NONE;

    private static final long LAYOUT_ID = 0x464C_464C_4F57_0002L;
    private static final int KEY_WORDS = 5;
    private static final int TUPLE_WORD = 4;
    private static final int VALUE_WORDS = 2;

    // halves of the values
    private static final int OWNER = 0;
    private static final int ACKNOWLEDGMENT = 1;
    private static final int PORTS = 2;
    private static final int MAC_LOW = 3;

    private static final int STATE_MASK = 0xFF;
    private static final int TAGS_SHIFT = 8;
    private static final int TAGS_MASK = 0xF;
    /** Beside the number of the tags: no frame of the client was seen here. */
    private static final int HEARSAY = 0x8000;

    private static final int MAC_SHIFT = 16;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    /** Of so many the oldest is thrown out: enough that a flow of the last moment is hardly ever among the victims. */
    private static final int EVICTION_SAMPLE = 8;

    private final OffHeapTable table;
    private final OffHeapTable.Expiry isExpired = this::isExpired;
    private BeforeExpiry beforeExpiry = slot -> true;
    private int nowSeconds;
    private int hearsaySinceSeconds;
    private boolean forgetsHearsay;

    /** Asked before a flow that has timed out leaves the table. */
    @FunctionalInterface
    public interface BeforeExpiry {

        /**
         * No frame of the client was seen for the flow's timeout; its accessors may still be used.
         *
         * @param slot of the flow
         * @return false to keep it, because it is known to live
         */
        boolean mayExpire(int slot);
    }

    /**
     * Uses memory that may hold flows from before.
     *
     * @param memory {@link #memoryLength} bytes
     * @param stamp of the kernel's boot; flows of another boot are cleared
     * @param capacity a power of two; three quarters of it can be used
     */
    public FlowTable(final AtomicBuffer memory, final long stamp, final int capacity) {
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
     * Finds a flow.
     *
     * @param key of the flow
     * @return its slot or {@link #NONE}
     */
    public int find(final FlowKey key) {
        return table.find(key.clientHigh(), key.clientLow(), key.destinationHigh(), key.destinationLow(), key.tuple());
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
     * @param key of the flow
     * @return the slot where it is, if no other flow was there before it
     */
    public int expect(final FlowKey key) {
        return table.expect(
                key.clientHigh(), key.clientLow(), key.destinationHigh(), key.destinationLow(), key.tuple());
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
     * @param key of the flow
     * @param owner node id
     * @param state see {@link FlowState}
     * @param seconds now
     * @return its slot, or {@link #NONE} if the table is full
     */
    public int insert(final FlowKey key, final int owner, final int state, final int seconds) {
        final int slot = table.insert(
                key.clientHigh(),
                key.clientLow(),
                key.destinationHigh(),
                key.destinationLow(),
                key.tuple(),
                state,
                seconds);
        if (slot != NONE) {
            owner(slot, owner);
        }
        return slot;
    }

    /**
     * Is there no room for another flow?
     *
     * @return true if {@link #insert} would fail
     */
    public boolean isFull() {
        return table.isFull();
    }

    /**
     * Throws out the flow that was seen longest ago, of a few.
     *
     * @param beforeEviction told of its slot before
     */
    public void evict(final IntConsumer beforeEviction) {
        table.evict(EVICTION_SAMPLE, beforeEviction);
    }

    /**
     * Removes a flow.
     *
     * @param slot of the flow
     */
    public void remove(final int slot) {
        table.remove(slot);
    }

    /**
     * Removes flows that have timed out, looking at a few entries a call.
     *
     * @param entries how many to look at
     * @param seconds now
     * @param asked about each before it goes
     * @return flows removed
     */
    public int sweep(final int entries, final int seconds, final BeforeExpiry asked) {
        nowSeconds = seconds;
        beforeExpiry = asked;
        return table.sweep(entries, isExpired);
    }

    private boolean isExpired(final int slot) {
        return (isSilent(slot, nowSeconds) || isForgotten(slot)) && beforeExpiry.mayExpire(slot);
    }

    /**
     * Has no frame of the client been seen for the timeout of the flow's state? Such a flow may still be in the table, because a
     * sweep takes its time.
     *
     * @param slot of the flow
     * @param seconds now
     * @return true if it has timed out
     */
    public boolean isSilent(final int slot, final int seconds) {
        return idleSeconds(slot, seconds) >= timeoutSeconds(slot);
    }

    /**
     * How long no frame of the client has been seen.
     *
     * @param slot of the flow
     * @param seconds now
     * @return seconds
     */
    public int idleSeconds(final int slot, final int seconds) {
        return seconds - table.lastSeenSeconds(slot);
    }

    /**
     * Is this a flow of the client?
     *
     * @param slot any, also a free one
     * @param clientHigh first half of the client's address
     * @param clientLow second half
     * @return true if it is
     */
    public boolean isOf(final int slot, final long clientHigh, final long clientLow) {
        return table.keyWord(slot, 1) == clientLow
                && table.keyWord(slot, 0) == clientHigh
                && table.state(slot) != OffHeapTable.FREE;
    }

    /**
     * How long the flow lives without a frame.
     *
     * @param slot of the flow
     * @return seconds, by its state and protocol
     */
    public int timeoutSeconds(final int slot) {
        final boolean isTcp = (int) (table.keyWord(slot, TUPLE_WORD) >>> 32) == IpProtocol.TCP;
        return FlowState.timeoutSeconds(state(slot), isTcp);
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
     * The node that owns the flow.
     *
     * @param slot of the flow
     * @return node id
     */
    public int owner(final int slot) {
        return table.half(slot, OWNER);
    }

    /**
     * Gives the flow to a node.
     *
     * @param slot of the flow
     * @param owner node id
     */
    public void owner(final int slot, final int owner) {
        table.half(slot, OWNER, owner);
    }

    /**
     * The state of the flow.
     *
     * @param slot of the flow
     * @return see {@link FlowState}
     */
    public int state(final int slot) {
        return table.state(slot) & STATE_MASK;
    }

    /**
     * Moves the flow to a state and notes that it lives.
     *
     * @param slot of the flow
     * @param state see {@link FlowState}
     * @param seconds now
     */
    public void state(final int slot, final int state, final int seconds) {
        table.state(slot, (table.state(slot) & ~STATE_MASK) | state);
        table.lastSeenSeconds(slot, seconds);
    }

    /**
     * Notes that the flow lives.
     *
     * @param slot of the flow
     * @param seconds now
     */
    public void touch(final int slot, final int seconds) {
        table.lastSeenSeconds(slot, seconds);
    }

    /**
     * The key of the flow.
     *
     * @param slot of the flow
     * @param key filled in
     * @return the key
     */
    public FlowKey key(final int slot, final FlowKey key) {
        return key.words(
                table.keyWord(slot, 0),
                table.keyWord(slot, 1),
                table.keyWord(slot, 2),
                table.keyWord(slot, 3),
                table.keyWord(slot, TUPLE_WORD));
    }

    /**
     * When a frame of the client was last seen.
     *
     * @param slot of the flow
     * @return seconds
     */
    public int lastSeenSeconds(final int slot) {
        return table.lastSeenSeconds(slot);
    }

    /**
     * The client port that this node's kernel sees.
     *
     * @param slot of the flow
     * @return 16 bits, 0 if the flow is not translated
     */
    public int translatedPort(final int slot) {
        return table.half(slot, PORTS) & 0xFFFF;
    }

    /**
     * The proxy port that the flow is translated to.
     *
     * @param slot of the flow
     * @return 16 bits, 0 if the flow is not translated
     */
    public int proxyPort(final int slot) {
        return table.half(slot, PORTS) >>> 16;
    }

    /**
     * Notes that the flow is translated.
     *
     * @param slot of the flow
     * @param translatedPort the client port that this node's kernel sees
     * @param proxyPort the port that it is delivered to
     */
    public void translation(final int slot, final int translatedPort, final int proxyPort) {
        table.half(slot, PORTS, (proxyPort << 16) | translatedPort);
    }

    /**
     * Notes what a reset of the flow would need.
     *
     * @param slot of the flow
     * @param mac where the client's frames come from: its own address or its router's
     * @param tags of the client's frames, see {@link io.fairlead.netstack.wire.EthernetFrame#tags}; when {@value OffHeapTable#NOTES} others were noted, they
     *     are forgotten
     * @param acknowledgment what the client has last acknowledged: the sequence number that it expects
     */
    public void client(final int slot, final long mac, final int tags, final int acknowledgment) {
        table.state(slot, state(slot) | numberOf(tags) << TAGS_SHIFT | (int) (mac >>> Integer.SIZE) << MAC_SHIFT);
        table.half(slot, MAC_LOW, (int) mac);
        table.half(slot, ACKNOWLEDGMENT, acknowledgment);
    }

    /**
     * Notes what another node says of the flow's client. What the client has acknowledged is not known then.
     *
     * @param slot of the flow
     * @param mac where the client's frames come from, 0 if that is not known
     * @param tags of the client's frames
     * @param seconds now
     */
    public void hearsay(final int slot, final long mac, final int tags, final int seconds) {
        client(slot, mac, tags, 0);
        table.state(slot, table.state(slot) | HEARSAY);
        table.lastSeenSeconds(slot, seconds);
    }

    /**
     * Is the flow known from another node alone?
     *
     * @param slot of the flow
     * @return false once a frame of the client was seen here
     */
    public boolean isHearsay(final int slot) {
        return (table.state(slot) & HEARSAY) != 0;
    }

    /**
     * What is known from another node alone, and was not confirmed since, is no longer true: sweeps remove it.
     *
     * @param seconds when confirmation began
     */
    public void forgetHearsayBefore(final int seconds) {
        hearsaySinceSeconds = seconds;
        forgetsHearsay = true;
    }

    private boolean isForgotten(final int slot) {
        return forgetsHearsay && isHearsay(slot) && table.lastSeenSeconds(slot) - hearsaySinceSeconds < 0;
    }

    private int numberOf(final int tags) {
        for (int number = 1; tags != 0 && number <= OffHeapTable.NOTES; number++) {
            final int noted = table.note(number - 1);
            if (noted == 0) {
                table.note(number - 1, tags);
            }
            if (noted == 0 || noted == tags) {
                return number;
            }
        }
        return 0;
    }

    /**
     * The tags of the client's frames.
     *
     * @param slot of the flow
     * @return see {@link io.fairlead.netstack.wire.EthernetFrame#tags}
     */
    public int clientTags(final int slot) {
        final int number = (table.state(slot) >>> TAGS_SHIFT) & TAGS_MASK;
        return number == 0 ? 0 : table.note(number - 1);
    }

    /**
     * Where the client's frames come from.
     *
     * @param slot of the flow
     * @return a MAC address, 0 if it was never noted
     */
    public long clientMac(final int slot) {
        return (long) (table.state(slot) >>> MAC_SHIFT) << Integer.SIZE | (table.half(slot, MAC_LOW) & LOW_HALF);
    }

    /**
     * What the client has last acknowledged.
     *
     * @param slot of the flow
     * @return a sequence number, without meaning if {@link #clientMac} is 0
     */
    public int acknowledgment(final int slot) {
        return table.half(slot, ACKNOWLEDGMENT);
    }

    /**
     * Is this a TCP connection whose handshake is done and which has not ended?
     *
     * @param slot any, also a free one
     * @return true if it is
     */
    public boolean isEstablishedTcp(final int slot) {
        return state(slot) == FlowState.ESTABLISHED
                && (int) (table.keyWord(slot, TUPLE_WORD) >>> Integer.SIZE) == IpProtocol.TCP;
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
    public int adopt(final FlowTable from, final ClientFilter clients) {
        return table.adopt(from.table, clients, (before, slot) -> {
            // the numbers of the tags are each table's own
            final int withoutTags = table.state(slot) & ~(TAGS_MASK << TAGS_SHIFT);
            table.state(slot, withoutTags | (numberOf(from.clientTags(before)) << TAGS_SHIFT));
        });
    }
}
