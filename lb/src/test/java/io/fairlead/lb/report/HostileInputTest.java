package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random bytes, and valid messages with flipped bits or cut ends: never an exception, and never accepted under a key. */
final class HostileInputTest {

    private static final int ROUNDS = 3_000;

    private final Authenticator authenticator = Authenticator.keyed(Samples.key());
    private final LocalIdentity one = new LocalIdentity(Samples.CLUSTER, Samples.NODE_1, Samples.MAC_1, Samples.BOOT);
    private final LocalIdentity two = new LocalIdentity(Samples.CLUSTER, Samples.NODE_2, Samples.MAC_2, 9);
    private final MessageDecoder keyed = new MessageDecoder(Samples.CLUSTER, authenticator);
    private final MessageDecoder open = new MessageDecoder(Samples.CLUSTER, Authenticator.open());

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldRefuseRandomBytes(final long seed) {
        final Random random = new Random(seed);
        final FrameReader reader = new FrameReader(two, authenticator);
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = new byte[random.nextInt(1600)];
            random.nextBytes(bytes);
            assertThat(keyed.decode(bytes).verdict()).isNotEqualTo(Verdict.OK);
            assertThat(reader.read(new UnsafeBuffer(bytes), 0, bytes.length).verdict())
                    .isNotEqualTo(Verdict.OK);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void shouldRefuseFlippedBitsAndCutEnds(final long seed) {
        final Random random = new Random(seed);
        final MessageEncoder encoder = new MessageEncoder(authenticator);
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] payload = encoder.encode(Samples.message(anyBody(random)));
            final byte[] flipped = payload.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(keyed.decode(flipped).verdict()).isNotEqualTo(Verdict.OK);
            final byte[] cut = Arrays.copyOf(payload, random.nextInt(payload.length));
            assertThat(keyed.decode(cut).verdict()).isNotEqualTo(Verdict.OK);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8, 9})
    void shouldNeverThrowWhenNothingIsSigned(final long seed) {
        final Random random = new Random(seed);
        final MessageEncoder encoder = new MessageEncoder(Authenticator.open());
        for (int round = 0; round < ROUNDS; round++) {
            // behind an intact header, so that the fields are reached
            final byte[] payload = encoder.encode(Samples.message(anyBody(random)));
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                payload[68 + random.nextInt(payload.length - 68)] = (byte) random.nextInt(256);
            }
            payload[3] = (byte) (1 + random.nextInt(9));
            final Decoded decoded = open.decode(payload);
            assertThat(decoded.message() != null).isEqualTo(decoded.verdict() == Verdict.OK);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {10, 11, 12})
    void shouldRefuseDamagedFrames(final long seed) {
        final Random random = new Random(seed);
        final FrameWriter writer = new FrameWriter(one, -1, authenticator);
        final FrameReader reader = new FrameReader(two, authenticator);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameWriter.MAX_FRAME_LENGTH]);
        for (int round = 0; round < ROUNDS; round++) {
            final int length = writer.write(buffer, 0, Destination.ALL, Handshake.NONE, anyBody(random));
            // the destination MAC is not covered: whoever forwarded the frame may have changed it
            final int damaged = 6 + random.nextInt(length - 6);
            buffer.putByte(damaged, (byte) (buffer.getByte(damaged) ^ (1 << random.nextInt(8))));
            assertThat(reader.read(buffer, 0, length).verdict()).isNotEqualTo(Verdict.OK);
        }
    }

    private static Body anyBody(final Random random) {
        return Samples.bodies().get(random.nextInt(Samples.bodies().size()));
    }
}
