package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of small clusters in trouble; to look at one that failed, run its seed alone. */
final class VirtualLanSimulationTest {

    private static final int SEEDS = 2000;
    private static final long CHAOS_NS = 60 * VirtualLan.INTERVAL_NS;

    /** Enough for the longest pause, master-down, and a preemption with its preparation. */
    private static final long CALM_NS = 20 * VirtualLan.INTERVAL_NS;

    @Test
    void shouldHaveOneMasterWhateverHappensWhenNodesHearEachOther() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                runSeed(seed);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void runSeed(final long seed) {
        final VirtualLan lan = new VirtualLan(seed);
        lan.run(CHAOS_NS, CALM_NS);

        final List<SimulatedNode> masters =
                lan.nodes().stream().filter(SimulatedNode::isMaster).toList();
        assertThat(masters).as("masters of %s in the end", lan.nodes()).hasSize(1);
        if (lan.nodes().stream().allMatch(node -> node.config().preempt())) {
            final int best = lan.nodes().stream()
                    .mapToInt(node -> node.config().priority())
                    .max()
                    .orElseThrow();
            assertThat(masters.get(0).config().priority())
                    .as("priority of the master of %s", lan.nodes())
                    .isEqualTo(best);
        }
    }
}
