package io.fairlead.lb.flow;

import java.util.function.IntConsumer;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;
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
 * process that dies at any instruction leaves at worst an entry twice, or one that no frame matches until it expires, and a size that is one too large. Memory of another
 * layout or with another stamp (the kernel's boot) is cleared. One thread uses a table; nothing here allocates after construction.
 *
 * <p>Entries are read and written by address: a slot is always below the capacity, for which the memory is large enough, and what a buffer would check again at
 * each word makes half the cost of a lookup.
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

    /** What of a table, entry by entry, can be taken to lie in a processor's cache. */
    private static final int CACHE_LENGTH = 512 * 1024;

    private static final int MOST_KEY_WORDS = 5;
    private static final int STATE_FIELD_OFFSET = 4;
    private static final int KEY_FIELD_OFFSET = 8;

    // of the golden ratio and of the square root of two, as many bits as fit
    private static final long ODD_0 = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD_1 = 0x6A09_E667_F3BC_C909L;

    /** Keeps the memory while the table is in use. */
    private final AtomicBuffer memory;

    private final long entries;

    // from the stamp, which is of the kernel's boot and which no client knows: so none can choose keys that fall on one
    // another
    private final long seed0;
    private final long seed1;
    private final long seed2;
    private final long seed3;

    private final int keyWords;
    private final int entryLength;
    private final int valueOffset;
    private final int capacity;
    private final int mask;
    private final int maxSize;
    private int size;
    private int cursor;

    /** What {@link #fetch} has read: were it used for nothing, it would not be read. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    /** Told of an entry that was taken over. */
    @FunctionalInterface
    interface Adoption {
        void onAdopted(int from, int to);
    }

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
        if (keyWords != 2 && keyWords != 3 && keyWords != 5) {
            throw new IllegalArgumentException("a key has 2, 3 or 5 words, not " + keyWords);
        }
        if (memory.byteArray() != null) {
            throw new IllegalArgumentException("a table's memory must be outside of the heap");
        }
        this.memory = memory;
        this.entries = memory.addressOffset() + HEADER_LENGTH;
        this.seed0 = multiply(stamp ^ ODD_0, ODD_1);
        this.seed1 = multiply(seed0 ^ ODD_0, ODD_1);
        this.seed2 = multiply(seed1 ^ ODD_0, ODD_1);
        this.seed3 = multiply(seed2 ^ ODD_0, ODD_1);
        this.keyWords = keyWords;
        this.entryLength = (1 + keyWords + valueWords) << 3;
        this.valueOffset = KEY_FIELD_OFFSET + (keyWords << 3);
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.maxSize = capacity - (capacity >> 2);
        if (memory.capacity() < memoryLength(capacity, keyWords, valueWords)) {
            throw new IllegalArgumentException("the table's memory is smaller than its capacity needs");
        }
        final boolean isNew = isNew();
        if (isNew
                || memory.getLong(0) != layoutId
                || memory.getLong(STAMP_FIELD_OFFSET) != stamp
                || memory.getLong(CAPACITY_FIELD_OFFSET) != capacity) {
            if (!isNew) {
                // the header last: a process that dies before must not leave what looks like new memory
                memory.setMemory(HEADER_LENGTH, memory.capacity() - HEADER_LENGTH, (byte) 0);
                memory.setMemory(0, HEADER_LENGTH, (byte) 0);
            }
            memory.putLong(STAMP_FIELD_OFFSET, stamp);
            memory.putLong(CAPACITY_FIELD_OFFSET, capacity);
            memory.putLongRelease(0, layoutId);
        }
        // an empty table is not looked at either
        size(memory.getLong(SIZE_FIELD_OFFSET) == 0 ? 0 : countInUse());
    }

    /** Memory that begins with zeros has nothing else, and is not touched before it is needed: what nobody has touched takes no room in the process. */
    private boolean isNew() {
        return memory.getLong(0) == 0
                && memory.getLong(STAMP_FIELD_OFFSET) == 0
                && memory.getLong(CAPACITY_FIELD_OFFSET) == 0;
    }

    /** True if nothing can be inserted. */
    boolean isFull() {
        return size >= maxSize;
    }

    /** The size that a process left which died in the middle of a change is one too large, and would be so for ever. */
    private int countInUse() {
        int inUse = 0;
        for (int slot = 0; slot < capacity; slot++) {
            if (state(slot) != FREE) {
                inUse++;
            }
        }
        return inUse;
    }

    /**
     * Takes over the entries whose keys begin with the address of one of these clients, as they are, from a table of the same layout. One that is there already stays as it is.
     *
     * @param from is only read
     * @param wanted which clients
     * @param adopted told of each, by the slot it comes from and the one it is in now
     * @return how many found no room
     */
    int adopt(final OffHeapTable from, final ClientFilter wanted, final Adoption adopted) {
        int left = 0;
        for (int slot = 0; slot < from.capacity; slot++) {
            if (from.state(slot) != FREE && wanted.has(from.keyWord(slot, 0), from.keyWord(slot, 1))) {
                left += adopt(from, slot, adopted) ? 0 : 1;
            }
        }
        return left;
    }

    private boolean adopt(final OffHeapTable from, final int slot, final Adoption adopted) {
        final long[] key = new long[MOST_KEY_WORDS];
        for (int word = 0; word < keyWords; word++) {
            key[word] = from.keyWord(slot, word);
        }
        if (find(key[0], key[1], key[2], key[3], key[4]) != NONE) {
            return true;
        }
        final int at = insert(key[0], key[1], key[2], key[3], key[4], from.state(slot), from.lastSeenSeconds(slot));
        if (at == NONE) {
            return false;
        }
        for (int word = 0; (word << 3) < entryLength - valueOffset; word++) {
            value(at, word, from.value(slot, word));
        }
        adopted.onAdopted(slot, at);
        return true;
    }

    static int memoryLength(final int capacity, final int keyWords, final int valueWords) {
        return Math.addExact(HEADER_LENGTH, Math.multiplyExact(capacity, (1 + keyWords + valueWords) << 3));
    }

    int size() {
        return size;
    }

    /** Before an entry comes, and after one is gone: at no instruction is it less than there are entries. */
    private void size(final int newSize) {
        size = newSize;
        memory.putLongRelease(SIZE_FIELD_OFFSET, newSize);
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

    /** The slot of a key of up to five words, or NONE; words that the table's keys do not have are 0. */
    int find(final long word0, final long word1, final long word2, final long word3, final long word4) {
        int slot = home(word0, word1, word2, word3, word4);
        for (int probes = 0; probes < capacity; probes++) {
            final long entry = entry(slot);
            if (stateAt(entry) == FREE) {
                return NONE;
            }
            if (hasKey(entry, word0, word1, word2, word3, word4)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    /** Is the table so small that there is nothing to gain by {@link #fetch}? */
    boolean fitsIntoCache() {
        return (long) size * entryLength <= CACHE_LENGTH;
    }

    /** Where {@link #find} will look first for this key. */
    int expect(final long word0, final long word1, final long word2, final long word3, final long word4) {
        return home(word0, word1, word2, word3, word4);
    }

    /** Reads the entries in the first of these slots. There is nothing but reads here: a processor begins as many of them as it can before the first one ends. */
    void fetch(final int[] slots, final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += UnsafeApi.getLong(entry(slots[i]));
        }
        fetched += sum;
    }

    /** Adds a key that is not there yet; NONE if the table is three quarters full. */
    int insert(
            final long word0,
            final long word1,
            final long word2,
            final long word3,
            final long word4,
            final int state,
            final int nowSeconds) {
        if (isFull()) {
            return NONE;
        }
        int slot = home(word0, word1, word2, word3, word4);
        while (state(slot) != FREE) {
            slot = (slot + 1) & mask;
        }
        size(size + 1);
        final long entry = entry(slot);
        keyWordAt(entry, 0, word0);
        keyWordAt(entry, 1, word1);
        if (keyWords > 2) {
            keyWordAt(entry, 2, word2);
        }
        if (keyWords > 3) {
            keyWordAt(entry, 3, word3);
            keyWordAt(entry, 4, word4);
        }
        for (int at = valueOffset; at < entryLength; at += 8) {
            UnsafeApi.putLong(entry + at, 0);
        }
        UnsafeApi.putInt(entry, nowSeconds);
        // one release store of the state word publishes the entry to a process that maps the file later
        UnsafeApi.putIntRelease(null, entry + STATE_FIELD_OFFSET, state);
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
                UnsafeApi.copyMemory(entry(next), entry(hole), entryLength);
                hole = next;
            }
            next = (next + 1) & mask;
        }
        UnsafeApi.putIntRelease(null, entry(hole) + STATE_FIELD_OFFSET, FREE);
        size(size - 1);
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
        for (int i = 0; i < entries && size > 0; i++) {
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
        return stateAt(entry(slot));
    }

    void state(final int slot, final int state) {
        UnsafeApi.putInt(entry(slot) + STATE_FIELD_OFFSET, state);
    }

    int lastSeenSeconds(final int slot) {
        return UnsafeApi.getInt(entry(slot));
    }

    void lastSeenSeconds(final int slot, final int seconds) {
        UnsafeApi.putInt(entry(slot), seconds);
    }

    long keyWord(final int slot, final int word) {
        return keyWordAt(entry(slot), word);
    }

    long value(final int slot, final int word) {
        return UnsafeApi.getLong(entry(slot) + valueOffset + (word << 3));
    }

    void value(final int slot, final int word, final long value) {
        UnsafeApi.putLong(entry(slot) + valueOffset + (word << 3), value);
    }

    /** Half of a value word, counted from 0. */
    int half(final int slot, final int index) {
        return UnsafeApi.getInt(entry(slot) + valueOffset + (index << 2));
    }

    void half(final int slot, final int index, final int value) {
        UnsafeApi.putInt(entry(slot) + valueOffset + (index << 2), value);
    }

    /** The address of a slot. */
    private long entry(final int slot) {
        return entries + (long) slot * entryLength;
    }

    private static int stateAt(final long entry) {
        return UnsafeApi.getInt(entry + STATE_FIELD_OFFSET);
    }

    private static long keyWordAt(final long entry, final int word) {
        return UnsafeApi.getLong(entry + KEY_FIELD_OFFSET + (word << 3));
    }

    private static void keyWordAt(final long entry, final int word, final long value) {
        UnsafeApi.putLong(entry + KEY_FIELD_OFFSET + (word << 3), value);
    }

    /** Written out word by word, as is the hash: a loop over the words takes longer than what it does. */
    private boolean hasKey(
            final long entry,
            final long word0,
            final long word1,
            final long word2,
            final long word3,
            final long word4) {
        return keyWordAt(entry, 1) == word1
                && keyWordAt(entry, 0) == word0
                && (keyWords == 2
                        || (keyWordAt(entry, 2) == word2
                                && (keyWords == 3 || (keyWordAt(entry, 4) == word4 && keyWordAt(entry, 3) == word3))));
    }

    private int homeOf(final int slot) {
        final long entry = entry(slot);
        return home(
                keyWordAt(entry, 0),
                keyWordAt(entry, 1),
                keyWords > 2 ? keyWordAt(entry, 2) : 0,
                keyWords > 3 ? keyWordAt(entry, 3) : 0,
                keyWords > 3 ? keyWordAt(entry, 4) : 0);
    }

    /** The two pairs are multiplied side by side. */
    private int home(final long word0, final long word1, final long word2, final long word3, final long word4) {
        final long pair0 = multiply(word0 ^ seed0, word1 ^ seed1);
        final long pair1 = multiply(word2 ^ seed2, word3 ^ seed3);
        return (int) multiply(pair0 ^ word4, pair1 ^ seed1) & mask;
    }

    /** Each bit of both factors changes about half of the bits: the halves of the whole product of 128 bits, folded into one another. */
    private static long multiply(final long a, final long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}
