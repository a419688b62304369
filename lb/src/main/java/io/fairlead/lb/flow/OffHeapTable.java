package io.fairlead.lb.flow;

import java.util.function.IntConsumer;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Open addressing with linear probing over fixed memory. Keys and values are 64-bit words in native byte order:
 *
 * <pre>
 *   header (64 bytes):  layout id | stamp | capacity | size | notes of the table's owner (8 x 4)
 *   entry:              last seen [s] (4) | state (4) | key words ... | value words ...
 * </pre>
 *
 * <p>The memory may be a mapped file: an entry is written before its state, and moved before the place it leaves is freed, so a
 * process that dies at any instruction leaves at worst an entry twice, or one that no frame matches until it expires. Memory of another
 * layout or with another stamp (the kernel's boot) is cleared. One thread uses a table; nothing here allocates after construction.
 */
final class OffHeapTable {

    /** State of an entry that is not in use. */
    static final int FREE = 0;

    /** What {@link #find} and {@link #insert} return instead of a slot. */
    static final int NONE = -1;

    private static final int HEADER_LENGTH = 64;
    private static final int STAMP_FIELD_OFFSET = 8;
    private static final int CAPACITY_FIELD_OFFSET = 16;
    private static final int SIZE_FIELD_OFFSET = 24;
    private static final int NOTES_FIELD_OFFSET = 32;

    /** How many notes there is room for. */
    static final int NOTES = (HEADER_LENGTH - NOTES_FIELD_OFFSET) / Integer.BYTES;

    private static final int STATE_FIELD_OFFSET = 4;
    private static final int KEY_FIELD_OFFSET = 8;

    private final AtomicBuffer memory;
    /** Of the kernel's boot, which no client knows: so none can choose keys that fall on one another. */
    private final long stamp;

    private final int keyWords;
    private final int entryLength;
    private final int valueOffset;
    private final int capacity;
    private final int mask;
    private final int maxSize;
    private final long[] key;
    private int cursor;

    /** Decides about an entry during a sweep. */
    @FunctionalInterface
    interface Expiry {
        boolean isExpired(int slot);
    }

    OffHeapTable(
            final AtomicBuffer memory,
            final long layoutId,
            final long stamp,
            final int capacity,
            final int keyWords,
            final int valueWords) {
        if (!BitUtil.isPowerOfTwo(capacity)) {
            throw new IllegalArgumentException("a table's capacity must be a power of two, not " + capacity);
        }
        this.memory = memory;
        this.stamp = stamp;
        this.keyWords = keyWords;
        this.entryLength = (1 + keyWords + valueWords) << 3;
        this.valueOffset = KEY_FIELD_OFFSET + (keyWords << 3);
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.maxSize = capacity - (capacity >> 2);
        this.key = new long[keyWords];
        if (memory.capacity() < memoryLength(capacity, keyWords, valueWords)) {
            throw new IllegalArgumentException("the table's memory is smaller than its capacity needs");
        }
        if (memory.getLong(0) != layoutId
                || memory.getLong(STAMP_FIELD_OFFSET) != stamp
                || memory.getLong(CAPACITY_FIELD_OFFSET) != capacity) {
            memory.setMemory(0, memory.capacity(), (byte) 0);
            memory.putLong(STAMP_FIELD_OFFSET, stamp);
            memory.putLong(CAPACITY_FIELD_OFFSET, capacity);
            memory.putLongRelease(0, layoutId);
        }
        memory.putLong(SIZE_FIELD_OFFSET, countInUse());
    }

    /** True if nothing can be inserted. */
    boolean isFull() {
        return size() >= maxSize;
    }

    /** The size of a process that died between an entry and its size is off by one, and would be so for ever. */
    private int countInUse() {
        int inUse = 0;
        for (int slot = 0; slot < capacity; slot++) {
            if (state(slot) != FREE) {
                inUse++;
            }
        }
        return inUse;
    }

    static int memoryLength(final int capacity, final int keyWords, final int valueWords) {
        return Math.addExact(HEADER_LENGTH, Math.multiplyExact(capacity, (1 + keyWords + valueWords) << 3));
    }

    void key(final int word, final long value) {
        key[word] = value;
    }

    int size() {
        return (int) memory.getLong(SIZE_FIELD_OFFSET);
    }

    int capacity() {
        return capacity;
    }

    /** What was noted for the table as a whole; 0 at first. */
    int note(final int index) {
        return memory.getInt(NOTES_FIELD_OFFSET + (index << 2));
    }

    void note(final int index, final int value) {
        memory.putInt(NOTES_FIELD_OFFSET + (index << 2), value);
    }

    /** The slot of the key that was set, or NONE. */
    int find() {
        int slot = home();
        for (int probes = 0; probes < capacity; probes++) {
            if (state(slot) == FREE) {
                return NONE;
            }
            if (hasKey(slot)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    /** Adds the key that was set, which must not be there yet; NONE if the table is three quarters full. */
    int insert(final int state, final int nowSeconds) {
        if (isFull()) {
            return NONE;
        }
        int slot = home();
        while (state(slot) != FREE) {
            slot = (slot + 1) & mask;
        }
        final int offset = offset(slot);
        for (int word = 0; word < keyWords; word++) {
            memory.putLong(offset + KEY_FIELD_OFFSET + (word << 3), key[word]);
        }
        for (int at = offset + valueOffset; at < offset + entryLength; at += 8) {
            memory.putLong(at, 0);
        }
        memory.putInt(offset, nowSeconds);
        // one release store of the state word publishes the entry to a process that maps the file later
        memory.putIntRelease(offset + STATE_FIELD_OFFSET, state);
        memory.putLong(SIZE_FIELD_OFFSET, size() + 1L);
        return slot;
    }

    /** Removes an entry; entries behind it may move, so slots found before are void. */
    void remove(final int slot) {
        int hole = slot;
        int next = (hole + 1) & mask;
        while (state(next) != FREE) {
            final int home = homeOf(next);
            // an entry may fill the hole only if the hole lies between its home and where it stands now
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                memory.putBytes(offset(hole), memory, offset(next), entryLength);
                hole = next;
            }
            next = (next + 1) & mask;
        }
        memory.putIntRelease(offset(hole) + STATE_FIELD_OFFSET, FREE);
        memory.putLong(SIZE_FIELD_OFFSET, size() - 1L);
    }

    /**
     * Removes the entry that was seen longest ago among the next few, to make room. Its owner is told before.
     *
     * @param sample how many entries to compare, more than 0
     * @param beforeEviction told of the slot while it still can be read
     */
    void evict(final int sample, final IntConsumer beforeEviction) {
        int oldest = NONE;
        int seen = 0;
        for (int looked = 0; looked < capacity && seen < sample; looked++) {
            if (state(cursor) != FREE) {
                seen++;
                if (oldest == NONE || lastSeenSeconds(cursor) - lastSeenSeconds(oldest) < 0) {
                    oldest = cursor;
                }
            }
            cursor = (cursor + 1) & mask;
        }
        if (oldest != NONE) {
            beforeEviction.accept(oldest);
            remove(oldest);
        }
    }

    /** Looks at the next entries in turn and removes the expired ones; returns how many it removed. */
    int sweep(final int entries, final Expiry expiry) {
        int removed = 0;
        for (int i = 0; i < entries; i++) {
            if (state(cursor) != FREE && expiry.isExpired(cursor)) {
                remove(cursor);
                removed++;
            } else {
                cursor = (cursor + 1) & mask;
            }
        }
        return removed;
    }

    int state(final int slot) {
        return memory.getInt(offset(slot) + STATE_FIELD_OFFSET);
    }

    void state(final int slot, final int state) {
        memory.putInt(offset(slot) + STATE_FIELD_OFFSET, state);
    }

    int lastSeenSeconds(final int slot) {
        return memory.getInt(offset(slot));
    }

    void lastSeenSeconds(final int slot, final int seconds) {
        memory.putInt(offset(slot), seconds);
    }

    long keyWord(final int slot, final int word) {
        return memory.getLong(offset(slot) + KEY_FIELD_OFFSET + (word << 3));
    }

    long value(final int slot, final int word) {
        return memory.getLong(offset(slot) + valueOffset + (word << 3));
    }

    void value(final int slot, final int word, final long value) {
        memory.putLong(offset(slot) + valueOffset + (word << 3), value);
    }

    private int offset(final int slot) {
        return HEADER_LENGTH + slot * entryLength;
    }

    private boolean hasKey(final int slot) {
        final int offset = offset(slot) + KEY_FIELD_OFFSET;
        for (int word = 0; word < keyWords; word++) {
            if (memory.getLong(offset + (word << 3)) != key[word]) {
                return false;
            }
        }
        return true;
    }

    private int home() {
        long hash = stamp;
        for (int word = 0; word < keyWords; word++) {
            hash = mix(hash ^ key[word]);
        }
        return (int) (hash >>> 32) & mask;
    }

    private int homeOf(final int slot) {
        final int offset = offset(slot) + KEY_FIELD_OFFSET;
        long hash = stamp;
        for (int word = 0; word < keyWords; word++) {
            hash = mix(hash ^ memory.getLong(offset + (word << 3)));
        }
        return (int) (hash >>> 32) & mask;
    }

    /** Multiply, then fold the high half in: enough to spread addresses that differ in their last bits. */
    private static long mix(final long value) {
        final long product = value * 0x9E37_79B9_7F4A_7C15L;
        return product ^ (product >>> 32);
    }
}
