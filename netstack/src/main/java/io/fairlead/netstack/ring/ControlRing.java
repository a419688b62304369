package io.fairlead.netstack.ring;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Copies of the few frames that protocol machines want, from a data-path thread to the conductor.
 *
 * <p>One thread offers, one polls; neither blocks nor allocates. A full ring refuses: the caller counts that.
 */
public final class ControlRing {

    private static final int CAPACITY = 256 * 1024;

    private final OneToOneRingBuffer ring =
            new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64)));

    /**
     * Copies a frame into the ring.
     *
     * @param typeId what the conductor tells frames apart by, greater than 0
     * @param buffer that holds the frame
     * @param index of its first byte
     * @param length in bytes
     * @return false if there was no room or the frame is longer than 32 KiB
     */
    public boolean offer(final int typeId, final DirectBuffer buffer, final int index, final int length) {
        return length <= ring.maxMsgLength() && ring.write(typeId, buffer, index, length);
    }

    /**
     * Hands waiting frames to the handler, in order.
     *
     * @param handler called for each with the type that was offered
     * @param limit most frames
     * @return frames handled
     */
    public int poll(final MessageHandler handler, final int limit) {
        final int handled = ring.read(handler, limit);
        // one read ends at the end of the memory, maybe with nothing but padding: what lies behind the wrap takes a
        // second one
        return handled == limit ? handled : handled + ring.read(handler, limit - handled);
    }
}
