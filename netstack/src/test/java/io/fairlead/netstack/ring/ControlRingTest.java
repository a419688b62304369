package io.fairlead.netstack.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ControlRingTest {

    private final ControlRing ring = new ControlRing();
    private final List<String> polled = new ArrayList<>();

    @Test
    void shouldHandCopiesOnInOrderWithTheirType() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[] {0, 1, 2, 3});
        assertThat(ring.offer(1, frame, 1, 3)).isTrue();
        frame.putByte(1, (byte) 9);
        assertThat(ring.offer(2, frame, 0, 2)).isTrue();
        assertThat(ring.offer(1, frame, 3, 1)).isTrue();

        assertThat(poll(2)).isEqualTo(2);
        assertThat(poll(2)).isEqualTo(1);
        assertThat(poll(2)).isZero();
        assertThat(polled).containsExactly("1:010203", "2:0009", "1:03");
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainWhenPolled() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[1514]);
        int taken = 0;
        while (ring.offer(1, frame, 0, 1514)) {
            taken++;
        }
        assertThat(taken).as("frames of full size that wait").isBetween(150, 175);
        assertThat(ring.offer(1, frame, 0, 1514)).isFalse();

        assertThat(poll(taken)).isEqualTo(taken);
        assertThat(ring.offer(1, frame, 0, 1514)).isTrue();
    }

    @Test
    void shouldRefuseFrameThatIsTooLongWithoutThrowing() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[65_536]);

        assertThat(ring.offer(1, frame, 0, 32_768)).isTrue();
        assertThat(ring.offer(1, frame, 0, 32_769)).isFalse();
        assertThat(ring.offer(1, frame, 0, 65_536)).isFalse();
        assertThat(poll(10)).isEqualTo(1);
    }

    @Test
    void shouldHandOverAtOnceWhatLiesBehindTheWrap() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[1514]);
        for (int i = 0; i < 10_000; i++) {
            assertThat(ring.offer(1, frame, 0, 60 + i % 1454)).isTrue();
            assertThat(poll(10)).as("frame %d", i).isEqualTo(1);
        }
    }

    private int poll(final int limit) {
        return ring.poll(
                (type, buffer, index, length) -> {
                    final StringBuilder text = new StringBuilder().append(type).append(':');
                    for (int i = 0; i < Math.min(length, 8); i++) {
                        text.append(String.format("%02x", buffer.getByte(index + i)));
                    }
                    polled.add(text.toString());
                },
                limit);
    }
}
