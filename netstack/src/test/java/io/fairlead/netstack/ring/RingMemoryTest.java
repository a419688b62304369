package io.fairlead.netstack.ring;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.Test;

class RingMemoryTest {

    private static final int CAPACITY = 64 * 1024;

    /** What was in the memory before does not matter: Agrona's ring looks at no other byte before it has written it. */
    @Test
    void shouldBeAllThatARingNeedsThoughTheRestIsGarbage() {
        final UnsafeBuffer garbage = new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64));
        garbage.setMemory(0, garbage.capacity(), (byte) 0x55);
        final OneToOneRingBuffer ring = new OneToOneRingBuffer(RingMemory.prepared(garbage));
        final Random random = new Random(3);
        final Queue<Integer> expected = new ArrayDeque<>();
        for (int round = 0; round < 20_000; round++) {
            final int length = Integer.BYTES + random.nextInt(ring.maxMsgLength() - Integer.BYTES + 1);
            final int claim = ring.tryClaim(1, length);
            if (claim >= 0) {
                garbage.putInt(claim, round);
                if (random.nextInt(5) == 0) {
                    ring.abort(claim);
                } else {
                    ring.commit(claim);
                    expected.add(round);
                }
            }
            ring.read(
                    (type, buffer, index, messageLength) ->
                            assertThat(buffer.getInt(index)).isEqualTo(expected.remove()),
                    random.nextInt(4));
        }
        while (ring.read((type, buffer, index, length) -> expected.remove(), 100) > 0 || ring.size() > 0) {
            // until all is read
        }
        assertThat(expected).isEmpty();
    }

    @Test
    void shouldBeAlignedForACacheLine() {
        assertThat(RingMemory.of(this, CAPACITY).addressOffset() % 64).isZero();
        assertThat(RingMemory.of(this, CAPACITY).capacity()).isEqualTo(CAPACITY + TRAILER_LENGTH);
    }
}
