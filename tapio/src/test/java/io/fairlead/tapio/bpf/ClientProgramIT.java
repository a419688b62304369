package io.fairlead.tapio.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tapio.testing.ClientFrames;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Has the kernel run the program on many frames, and the data path's own flyweights say where each belongs. */
class ClientProgramIT {

    private static final int FRAMES = 20_000;
    private static final long SEED = 5;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void shouldChooseTheQueueThatTheDataPathExpects(final int queues) {
        final ClientFrames frames = new ClientFrames(SEED + queues);
        final int[] taken = new int[queues];
        int judged = 0;
        try (KernelProgram uplink = load(Side.UPLINK, queues);
                KernelProgram host = load(Side.HOST, queues)) {
            for (int i = 0; i < FRAMES; i++) {
                final byte[] frame = frames.next();
                final OptionalInt expected = ClientFrames.queueOnUplink(frame, queues);
                // the kernel refuses to try a program on a frame that is cut
                if (expected.isPresent()) {
                    final int queue = uplink.run(frame);
                    assertThat(queue).as(() -> hex(frame)).isEqualTo(expected.getAsInt());
                    judged++;
                    taken[queue]++;
                }
                ClientFrames.queueOnHost(frame, queues)
                        .ifPresent(wanted ->
                                assertThat(host.run(frame)).as(() -> hex(frame)).isEqualTo(wanted));
            }
        }
        assertThat(judged).isGreaterThan(FRAMES / 2);
        for (final int frequency : taken) {
            assertThat(frequency).isGreaterThan(judged / queues / 2);
        }
    }

    private static KernelProgram load(final Side side, final int queues) {
        final long[] instructions = ClientProgram.of(side, queues);
        try {
            // as a TAP takes it
            KernelProgram.byClient(side, queues).close();
            return KernelProgram.load(KernelProgram.TRAFFIC_CLASSIFIER, instructions);
        } catch (final SystemCallException e) {
            throw new AssertionError(KernelProgram.verifierLog(KernelProgram.TRAFFIC_CLASSIFIER, instructions), e);
        }
    }

    private static String hex(final byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }
}
