package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Millions of frames through engine and steering while everything goes wrong at the ports; with {@code -Dfairlead.soakSeconds=120} as many as fit into that time. */
final class DataPathSoakTest {

    private static final long FRAMES = 1_000_000;
    private static final long UNMEASURED_FRAMES = 2_000_000;
    private static final long MEASURED_FRAMES = 2_000_000;
    private static final long WINDOW = 50_000;
    private static final int JVMS_OWN_WINDOWS = 3;
    private static final long JVMS_OWN_BYTES = 1_024;
    private static final long SOAK_NS = 1_000_000_000L * Long.getLong("fairlead.soakSeconds", 0);

    @ParameterizedTest(name = "seed {0}, node {1}, in batches {2}")
    @CsvSource({"1, 0, true", "2, 1, false"})
    void shouldAccountForEveryFrameAndByteWhenEverythingGoesWrongAtThePorts(
            final long seed, final int self, final boolean isBatching) {
        final DataPathSoak soak = new DataPathSoak(seed, self, isBatching);
        final long startNs = System.nanoTime();
        long target = 0;
        do {
            target += FRAMES;
            soak.runUntil(target);
        } while (System.nanoTime() - startNs < SOAK_NS);
        soak.settle();

        soak.checkBooks();
        if (SOAK_NS > 0) {
            soak.print(System.nanoTime() - startNs);
        }
    }

    /**
     * In the interpreter (-Xint) it is 0 throughout. A compiled JVM now and then allocates some hundred bytes on a thread by itself, at another place in each run, so windows are
     * measured: all but a few must be at 0. What the data path would allocate for a frame, or for a fault of any kind, would be in nearly all of them.
     */
    @Test
    void shouldAllocateNothingInMillionsOfFramesThoughEverythingGoesWrong() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // the JVM allocates when code runs for the first time, and for the first answer
        new DataPathSoak(3, TestCluster.A, true).runUntil(UNMEASURED_FRAMES);
        assertThat(threads.getCurrentThreadAllocatedBytes()).isPositive();
        final DataPathSoak soak = new DataPathSoak(3, TestCluster.A, true);

        int allocatingWindows = 0;
        long allocated = 0;
        for (long frames = WINDOW; frames <= MEASURED_FRAMES; frames += WINDOW) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            soak.runUntil(frames);
            final long inWindow = threads.getCurrentThreadAllocatedBytes() - before;
            allocatingWindows += inWindow == 0 ? 0 : 1;
            allocated += inWindow;
        }

        assertThat(allocatingWindows)
                .as("windows of %,d frames that allocate, of %d", WINDOW, MEASURED_FRAMES / WINDOW)
                .isLessThanOrEqualTo(JVMS_OWN_WINDOWS);
        assertThat(allocated).as("bytes for %,d frames", MEASURED_FRAMES).isLessThan(JVMS_OWN_BYTES);
        soak.settle();
        soak.checkBooks();
    }
}
