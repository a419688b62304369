package io.fairlead.netstack.engine;

import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.port.MemoryPort;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over random schedules of bursts, blocked and failing ports: what came in went out or was dropped under a name. */
class DataPathAccountingTest {

    private static final int CYCLES = 5_000;
    /** EIO, EBADFD, ENOBUFS, EINVAL. */
    private static final int[] ERRORS = {5, 77, 105, 22};

    private static final byte UPLINK_ORIGIN = 1;
    private static final byte HOST_ORIGIN = 2;

    private final DataPathFixture path = new DataPathFixture();
    private final int[] asked = new int[5];
    private final int[] lastSequence = new int[8];
    private int injectedUplink;
    private int injectedHost;
    private int copies;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAccountForEveryFrame(final long seed) {
        final Random random = new Random(seed);
        // one by one, and several at once
        path.uplink.batchLimit(1 << random.nextInt(7));
        path.host.batchLimit(1 << random.nextInt(7));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            disturb(path.uplink, random);
            disturb(path.host, random);
            injectedUplink += inject(path.uplink, UPLINK_ORIGIN, injectedUplink, random);
            injectedHost += inject(path.host, HOST_ORIGIN, injectedHost, random);
            step(random.nextInt(8) == 0);
            path.clock.advance(random.nextInt((int) DataPathAgent.SEND_PATIENCE_NS));
        }
        settle();

        assertThat(path.count(EngineCounter.UPLINK_RECEIVED)).isEqualTo(injectedUplink);
        assertThat(path.count(EngineCounter.HOST_RECEIVED)).isEqualTo(injectedHost);
        assertThat(path.processor.uplinkFrames()).as("verdicts").isEqualTo(injectedUplink);
        assertThat(path.processor.hostFrames()).as("verdicts").isEqualTo(injectedHost);
        assertThat(path.processor.drops()).isEqualTo(asked[0]);
        assertThat(path.count(EngineCounter.HOST_SENT)
                        + path.count(EngineCounter.DROP_HOST_BLOCKED)
                        + path.count(EngineCounter.DROP_HOST_DOWN)
                        + path.count(EngineCounter.DROP_HOST_GONE)
                        + path.count(EngineCounter.DROP_HOST_NO_BUFFERS)
                        + path.count(EngineCounter.DROP_HOST_FAILED))
                .isEqualTo(asked[TO_HOST]);
        assertThat(path.count(EngineCounter.UPLINK_SENT)
                        + path.count(EngineCounter.DROP_UPLINK_BLOCKED)
                        + path.count(EngineCounter.DROP_UPLINK_DOWN)
                        + path.count(EngineCounter.DROP_UPLINK_GONE)
                        + path.count(EngineCounter.DROP_UPLINK_NO_BUFFERS)
                        + path.count(EngineCounter.DROP_UPLINK_FAILED))
                .isEqualTo(asked[TO_UPLINK]);
        assertThat(path.count(EngineCounter.CONTROL_SENT)).isEqualTo(copies);
        assertThat(copies + path.count(EngineCounter.DROP_CONTROL_FULL)).isEqualTo(asked[TO_CONTROL]);
        for (final EngineCounter counter : EngineCounter.values()) {
            assertThat(path.count(counter))
                    .as("the schedule reaches %s", counter)
                    .isPositive();
        }
    }

    private void settle() {
        path.uplink.blocked(false);
        path.host.blocked(false);
        path.uplink.failWith(0);
        path.host.failWith(0);
        path.clock.advance(1_000_000_000L);
        int work;
        do {
            work = step(true);
        } while (work > 0);
    }

    private int step(final boolean conductorRuns) {
        final int work = path.agent.doWork();
        checkOrder(path.uplink.takeSent(), 0);
        checkOrder(path.host.takeSent(), 2);
        if (conductorRuns) {
            copies += path.control.poll(
                    (type, buffer, index, length) -> assertThat(type).isEqualTo(DataPathFixture.CONTROL_TYPE),
                    Integer.MAX_VALUE);
        }
        return work;
    }

    private void checkOrder(final List<byte[]> sent, final int slots) {
        for (final byte[] frame : sent) {
            final int slot = slots + frame[2];
            final int sequence = new UnsafeBuffer(frame).getInt(4);
            assertThat(frame[1]).as("verdict asked once").isEqualTo((byte) ScriptedProcessor.SEEN);
            assertThat(sequence).as("order").isGreaterThan(lastSequence[slot]);
            lastSequence[slot] = sequence;
        }
    }

    private int inject(final MemoryPort port, final byte origin, final int already, final Random random) {
        final int burst = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
        for (int i = 1; i <= burst; i++) {
            final byte[] frame = new byte[60 + random.nextInt(1455)];
            final int verdict = random.nextInt(8);
            frame[0] = (byte) verdict;
            frame[2] = origin;
            new UnsafeBuffer(frame).putInt(4, already + i);
            asked[0] += verdict == 0 ? 1 : 0;
            asked[verdict & TO_HOST] += (verdict & TO_HOST) != 0 ? 1 : 0;
            asked[verdict & TO_UPLINK] += (verdict & TO_UPLINK) != 0 ? 1 : 0;
            asked[verdict & TO_CONTROL] += (verdict & TO_CONTROL) != 0 ? 1 : 0;
            port.inject(frame);
        }
        return burst;
    }

    private static void disturb(final MemoryPort port, final Random random) {
        switch (random.nextInt(40)) {
            case 0 -> port.blocked(true);
            case 1, 2, 3 -> port.blocked(false);
            case 4 -> port.failWith(ERRORS[random.nextInt(ERRORS.length)]);
            case 5, 6, 7 -> port.failWith(0);
            default -> {}
        }
    }
}
