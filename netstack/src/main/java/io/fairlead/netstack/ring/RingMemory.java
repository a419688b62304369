package io.fairlead.netstack.ring;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import java.lang.ref.Cleaner;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;

/**
 * Off-heap memory for a ring, of which only what the ring uses becomes real: a direct buffer is zeroed by the JVM, which takes milliseconds for each MiB at a start, and memory for good. A ring needs zeros
 * in the header of its first record and in its trailer alone, for each claim clears the header behind it.
 */
final class RingMemory {

    private static final int ALIGNMENT = 64;
    private static final Cleaner CLEANER = Cleaner.create();

    private RingMemory() {}

    /**
     * Allocates memory for as long as its owner is reachable.
     *
     * @param owner that alone uses it
     * @param capacity of the ring in bytes
     * @return as long as the ring and its trailer, prepared
     */
    static UnsafeBuffer of(final Object owner, final int capacity) {
        final int length = capacity + TRAILER_LENGTH;
        final long address = UnsafeApi.allocateMemory(length + ALIGNMENT);
        CLEANER.register(owner, () -> UnsafeApi.freeMemory(address));
        return prepared(new UnsafeBuffer(BitUtil.align(address, ALIGNMENT), length));
    }

    /** The same memory, with zeros where a ring needs them. */
    static UnsafeBuffer prepared(final UnsafeBuffer memory) {
        memory.setMemory(0, RecordDescriptor.HEADER_LENGTH, (byte) 0);
        memory.setMemory(memory.capacity() - TRAILER_LENGTH, TRAILER_LENGTH, (byte) 0);
        return memory;
    }
}
