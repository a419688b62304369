package io.fairlead.netstack.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.MemoryPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRingTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final @Nullable Random NO_HOLES = null;

    private final FrameRing ring = new FrameRing(MEBIBYTE);
    private final MemoryPort port = new MemoryPort();
    private final List<byte[]> drained = new ArrayList<>();

    @Test
    void shouldHandFramesOnInOrder() {
        for (byte i = 1; i <= 5; i++) {
            port.inject(new byte[] {i, i});
        }

        assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(5);
        assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(5);
        assertThat(drained)
                .containsExactly(
                        new byte[] {1, 1}, new byte[] {2, 2}, new byte[] {3, 3}, new byte[] {4, 4}, new byte[] {5, 5});
        assertThat(ring.drain(this::take, NO_LIMIT)).isZero();
    }

    @Test
    void shouldRespectLimitsOfBothSides() {
        for (byte i = 1; i <= 5; i++) {
            port.inject(new byte[] {i});
        }

        assertThat(ring.fill(port, 0)).isZero();
        assertThat(ring.fill(port, 3)).isEqualTo(3);
        assertThat(ring.drain(this::take, 2)).isEqualTo(2);
        assertThat(ring.drain(this::take, 2)).isEqualTo(1);
        assertThat(ring.fill(port, 3)).isEqualTo(2);
    }

    @Test
    void shouldCarryLargestFrameWhole() {
        final byte[] frame = new byte[FrameRing.MAX_FRAME_LENGTH];
        new Random(64).nextBytes(frame);
        for (int i = 0; i < 40; i++) {
            port.inject(frame);
            assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(1);
            assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(1);
            assertThat(drained.remove(0)).isEqualTo(frame);
        }
    }

    @Test
    void shouldKeepHeadersInFrontOfTheirFrames() {
        final byte[] first = {1, 1, 54, 0, (byte) 0xA8, 5, 34, 0, 16, 0, 0x11, 0x22, 0x33};
        final byte[] second = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x44};
        port.injectWithHeader(first);
        port.injectWithHeader(second);
        ring.fill(port, NO_LIMIT);

        ring.drain((buffer, index, length) -> port.send(buffer, index, length) > 0, NO_LIMIT);

        assertThat(port.takeSentWithHeaders()).containsExactly(first, second);
    }

    @Test
    void shouldHandOnNothingWhenPortWasEmpty() {
        for (int i = 0; i < 1000; i++) {
            assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(FramePort.WOULD_BLOCK);
            assertThat(ring.drain(this::take, NO_LIMIT)).isZero();
        }
        port.inject(new byte[] {7});

        assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(1);
        ring.drain(this::take, NO_LIMIT);
        assertThat(drained).containsExactly(new byte[] {7});
    }

    @Test
    void shouldHoldThousandsOfSmallFrames() {
        final int many = 8000;
        for (int i = 0; i < many; i++) {
            port.inject(new byte[] {(byte) i, (byte) (i >>> 8)});
        }

        assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(many);
        ring.drain(this::take, NO_LIMIT);

        for (int i = 0; i < many; i++) {
            assertThat(drained.get(i)).containsExactly((byte) i, (byte) (i >>> 8));
        }
    }

    @Test
    void shouldNotTouchWhatIsNotDrainedWhenALongFrameIsReceived() {
        final Random random = new Random(7);
        final Queue<byte[]> expected = new ArrayDeque<>();
        for (int round = 0; round < 2000; round++) {
            final byte[] frame =
                    new byte[random.nextInt(20) == 0 ? FrameRing.MAX_FRAME_LENGTH : 1 + random.nextInt(200)];
            random.nextBytes(frame);
            port.inject(frame);
            if (ring.fill(port, 1) == 1) {
                expected.add(frame);
            } else {
                assertThat(ring.drain(this::take, random.nextInt(100))).isNotNegative();
                drained.forEach(taken -> assertThat(taken).isEqualTo(expected.remove()));
                drained.clear();
                ring.fill(port, 1);
                expected.add(frame);
            }
        }
        while (ring.fill(port, NO_LIMIT) + ring.drain(this::take, NO_LIMIT) > 0) {
            drained.forEach(taken -> assertThat(taken).isEqualTo(expected.remove()));
            drained.clear();
        }
        assertThat(expected).isEmpty();
    }

    @Test
    void shouldTellFailureOnlyWhenNoFrameCameBefore() {
        port.failWith(5);
        assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(FramePort.FAILED);

        port.failWith(0);
        port.inject(new byte[] {1});
        assertThat(ring.fill(new FailingBehind(port), NO_LIMIT)).isEqualTo(1);
        assertThat(ring.fill(new FailingBehind(port), NO_LIMIT)).isEqualTo(FramePort.FAILED);
        assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(1);
    }

    @Test
    void shouldHoldFifteenLongFramesAndLeaveTheRestInThePort() {
        for (byte i = 0; i < 20; i++) {
            final byte[] frame = new byte[FrameRing.MAX_FRAME_LENGTH];
            frame[0] = i;
            port.inject(frame);
        }

        assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(15);
        assertThat(ring.fill(port, NO_LIMIT)).as("full").isZero();
        assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(15);
        assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(5);
        assertThat(ring.drain(this::take, NO_LIMIT)).as("behind the wrap").isEqualTo(5);

        assertThat(drained).hasSize(20);
        for (byte i = 0; i < 20; i++) {
            assertThat(drained.get(i)[0]).isEqualTo(i);
        }
    }

    @Test
    void shouldHandKeptFrameAgain() {
        port.inject(new byte[] {1});
        port.inject(new byte[] {2});
        port.inject(new byte[] {3});
        ring.fill(port, NO_LIMIT);

        assertThat(ring.drain((buffer, index, length) -> buffer.getByte(index) != 2, NO_LIMIT))
                .isEqualTo(1);
        assertThat(ring.drain((buffer, index, length) -> false, NO_LIMIT)).isZero();
        ring.drain(this::take, NO_LIMIT);

        assertThat(drained).containsExactly(new byte[] {2}, new byte[] {3});
    }

    @Test
    void shouldShowTheFramesOfTheLastFillAlone() {
        port.inject(new byte[] {1});
        port.inject(new byte[] {2, 2});
        ring.fill(port, NO_LIMIT);
        assertThat(previewed()).containsExactly(new byte[] {1}, new byte[] {2, 2});
        assertThat(previewed()).hasSize(2);

        port.inject(new byte[] {3});
        ring.fill(port, NO_LIMIT);
        assertThat(previewed()).containsExactly(new byte[] {3});

        ring.fill(port, NO_LIMIT);
        assertThat(previewed()).isEmpty();
        assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(3);
    }

    @Test
    void shouldShowEveryFrameOnceOverManyWraps() {
        final Random random = new Random(11);
        for (int round = 0; round < 3000; round++) {
            final List<byte[]> injected = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                final byte[] frame = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 60_000 : 300)];
                random.nextBytes(frame);
                port.inject(frame);
                injected.add(frame);
            }
            assertThat(ring.fill(port, NO_LIMIT)).isEqualTo(injected.size());

            assertThat(previewed()).containsExactlyElementsOf(injected);

            ring.drain(this::take, NO_LIMIT);
            assertThat(drained).containsExactlyElementsOf(injected);
            drained.clear();
        }
    }

    private List<byte[]> previewed() {
        final List<byte[]> frames = new ArrayList<>();
        ring.preview((buffer, index, length) -> {
            final byte[] frame = new byte[length];
            buffer.getBytes(index, frame);
            frames.add(frame);
        });
        return frames;
    }

    @Test
    void shouldKeepWhatHandlerWroteIntoKeptFrame() {
        port.inject(new byte[] {1, 1});
        ring.fill(port, NO_LIMIT);

        ring.drain(
                (buffer, index, length) -> {
                    buffer.putByte(index, (byte) 9);
                    return false;
                },
                NO_LIMIT);
        ring.drain(this::take, NO_LIMIT);

        assertThat(drained).containsExactly(new byte[] {9, 1});
    }

    @Test
    void shouldCarryEveryByteOverManyWraps() {
        final long seed = 0xF1A6L;
        final Random random = new Random(seed);
        final Queue<byte[]> expected = new ArrayDeque<>();
        int frames = 0;
        while (frames < 20_000) {
            for (int burst = random.nextInt(24); burst > 0; burst--) {
                final byte[] frame = new byte[randomLength(random)];
                random.nextBytes(frame);
                port.inject(frame);
                expected.add(frame);
                frames++;
            }
            ring.fill(port, random.nextInt(20));
            final int keepAt = random.nextInt(20);
            ring.drain((buffer, index, length) -> drained.size() < keepAt && take(buffer, index, length), 20);
            for (final byte[] frame : drained) {
                assertThat(frame).as("seed %d, frame about %d", seed, frames).isEqualTo(expected.poll());
            }
            drained.clear();
        }
        while (ring.fill(port, NO_LIMIT) + ring.drain(this::take, NO_LIMIT) > 0) {
            drained.forEach(frame -> assertThat(frame).as("seed %d", seed).isEqualTo(expected.poll()));
            drained.clear();
        }
        assertThat(expected).isEmpty();
    }

    @Test
    void shouldAskForOneFrameMoreThanTheLastTime() {
        final CountingPort batching = new CountingPort(port, NO_HOLES);
        inject(1);
        ring.fill(batching, NO_LIMIT);
        assertThat(batching.takeAsked())
                .as("one, another two, of which none is there")
                .containsExactly(1, 2);

        inject(1);
        ring.fill(batching, NO_LIMIT);
        assertThat(batching.takeAsked()).as("one call instead of two").containsExactly(2);

        inject(5);
        ring.fill(batching, NO_LIMIT);
        assertThat(batching.takeAsked()).containsExactly(2, 3, 6);

        ring.fill(batching, NO_LIMIT);
        assertThat(batching.takeAsked()).containsExactly(6);

        inject(4);
        assertThat(ring.fill(batching, 3)).as("no more than wanted").isEqualTo(3);
        assertThat(batching.takeAsked()).containsExactly(3);
    }

    @Test
    void shouldReceiveTheSameNumberAtOnceAgainAndAgain() {
        final CountingPort batching = new CountingPort(port, NO_HOLES);
        for (int round = 0; round < 100; round++) {
            inject(7);
            assertThat(ring.fill(batching, 7)).isEqualTo(7);
            assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(7);
            if (round > 0) {
                assertThat(batching.takeAsked()).containsExactly(7);
            }
            batching.takeAsked();
        }
    }

    @Test
    void shouldTellFailureOfABatchOnlyWhenNoFrameCameWithIt() {
        final CountingPort batching = new CountingPort(port, NO_HOLES);
        inject(3);
        ring.fill(batching, NO_LIMIT);
        port.failWith(5);
        assertThat(ring.fill(batching, NO_LIMIT)).isEqualTo(FramePort.FAILED);

        port.failWith(0);
        inject(2);
        assertThat(ring.fill(new FailingBehind(batching), NO_LIMIT)).isEqualTo(2);
        assertThat(ring.failures()).as("of four reads").isEqualTo(2);
        assertThat(ring.fill(new FailingBehind(batching), NO_LIMIT)).isEqualTo(FramePort.FAILED);
        assertThat(ring.failures()).isEqualTo(3);
        assertThat(ring.drain(this::take, NO_LIMIT)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldCarryEveryByteOfBatchesWithHolesOverManyWraps(final int mebibytes) {
        final Random random = new Random(mebibytes);
        final FrameRing large = new FrameRing(mebibytes * MEBIBYTE);
        final CountingPort batching = new CountingPort(port, random);
        final Queue<byte[]> expected = new ArrayDeque<>();
        for (int frames = 0; frames < 20_000 || !expected.isEmpty(); ) {
            for (int burst = frames < 20_000 ? random.nextInt(70) : 0; burst > 0; burst--) {
                final byte[] frame = new byte[randomLength(random)];
                random.nextBytes(frame);
                port.inject(frame);
                expected.add(frame);
                frames++;
            }
            final int filled = large.fill(batching, random.nextInt(65));
            final int before = drained.size();
            large.preview((buffer, index, length) -> take(buffer, index, length));
            assertThat(drained.size() - before).isEqualTo(filled);
            drained.clear();
            final int keepAt = random.nextInt(65);
            large.drain((buffer, index, length) -> drained.size() < keepAt && take(buffer, index, length), 64);
            for (final byte[] frame : drained) {
                assertThat(frame).isEqualTo(expected.poll());
            }
            drained.clear();
        }
    }

    @Test
    void shouldRefuseCapacityThatHoldsNoWholeFrame() {
        assertThatThrownBy(() -> new FrameRing(MEBIBYTE / 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 MiB");
        assertThatThrownBy(() -> new FrameRing(MEBIBYTE + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean take(final MutableDirectBuffer buffer, final int index, final int length) {
        final byte[] frame = new byte[length];
        buffer.getBytes(index, frame);
        return drained.add(frame);
    }

    private static int randomLength(final Random random) {
        return switch (random.nextInt(100)) {
            case 0 -> FrameRing.MAX_FRAME_LENGTH;
            case 1, 2, 3 -> 1 + random.nextInt(FrameRing.MAX_FRAME_LENGTH);
            default -> 1 + random.nextInt(1514);
        };
    }

    private void inject(final int frames) {
        for (int i = 0; i < frames; i++) {
            port.inject(new byte[] {1, 2, 3});
        }
    }

    /** Receives up to 64 frames at once, or seemingly none where there is one; notes how many it is asked for. */
    private static final class CountingPort implements FramePort {

        private final FramePort port;
        private final @Nullable Random holes;
        private final List<Integer> asked = new ArrayList<>();

        CountingPort(final FramePort port, final @Nullable Random holes) {
            this.port = port;
            this.holes = holes;
        }

        List<Integer> takeAsked() {
            final List<Integer> taken = List.copyOf(asked);
            asked.clear();
            return taken;
        }

        @Override
        public int receiveBatchLimit() {
            return 64;
        }

        @Override
        public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
            asked.add(1);
            return port.receive(buffer, index, maxLength);
        }

        @Override
        public void receiveBatch(
                final MutableDirectBuffer buffer,
                final int index,
                final int stride,
                final int maxLength,
                final int[] results,
                final int count) {
            asked.add(count);
            for (int i = 0; i < count; i++) {
                results[i] = holes != null && holes.nextInt(10) == 0
                        ? WOULD_BLOCK
                        : port.receive(buffer, index + i * stride, maxLength);
            }
        }

        @Override
        public int send(final DirectBuffer buffer, final int index, final int length) {
            return FAILED;
        }

        @Override
        public int lastError() {
            return port.lastError();
        }

        @Override
        public void close() {}
    }

    /** Fails where the port behind it is merely empty. */
    private record FailingBehind(FramePort port) implements FramePort {

        @Override
        public int receiveBatchLimit() {
            return port.receiveBatchLimit();
        }

        @Override
        public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
            final int length = port.receive(buffer, index, maxLength);
            return length == WOULD_BLOCK ? FAILED : length;
        }

        @Override
        public int send(final DirectBuffer buffer, final int index, final int length) {
            return FAILED;
        }

        @Override
        public int lastError() {
            return 5;
        }

        @Override
        public void close() {}
    }
}
