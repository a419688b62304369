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

    @Test
    void shouldAllocateNothingInMillionsOfFramesThoughEverythingGoesWrong() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // the JVM allocates when code runs for the first time, and for the first answer
        new DataPathSoak(3, TestCluster.A, true).runUntil(UNMEASURED_FRAMES);
        assertThat(threads.getCurrentThreadAllocatedBytes()).isPositive();
        final DataPathSoak soak = new DataPathSoak(3, TestCluster.A, true);

        final long before = threads.getCurrentThreadAllocatedBytes();
        soak.runUntil(MEASURED_FRAMES);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes for %,d frames", MEASURED_FRAMES).isZero();
        soak.settle();
        soak.checkBooks();
    }
}
