package io.fairlead.vrrp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Clusters with a leg on each of two segments; that nobody is master on one leg and held down on the other is looked at after each event. */
final class SyncGroupSimulationTest {

    private static final int SEEDS = 300;
    private static final long SETTLED_NS = 20 * TwoLegCluster.INTERVAL_NS;

    @Test
    void shouldNotFlapWhenOneOfTwoLegsIsCut() {
        forEachSeed(seed -> {
            final TwoLegCluster cluster = new TwoLegCluster(seed);
            cluster.start();
            cluster.run(SETTLED_NS);
            assertThat(cluster.directors()).as(cluster::toString).containsExactly(cluster.best());

            final int before = cluster.transitions();
            cluster.cut((int) (seed % 2), true);
            cluster.run(3 * SETTLED_NS);
            assertThat(cluster.transitions()).as("transitions during the cut").isEqualTo(before);
            cluster.cut((int) (seed % 2), false);
            cluster.run(SETTLED_NS);
            assertThat(cluster.transitions()).as("transitions after the cut").isEqualTo(before);
        });
    }

    @Test
    void shouldHaveOneDirectorForBothLegsWhenTheTroubleIsOver() {
        forEachSeed(seed -> {
            final TwoLegCluster cluster = new TwoLegCluster(seed);
            cluster.start();
            cluster.trouble(3 * SETTLED_NS);
            cluster.run(2 * SETTLED_NS);
            assertThat(cluster.directors()).as(cluster::toString).containsExactly(cluster.best());
            assertThat(cluster.masters()).as(cluster::toString).containsExactly(cluster.best());
        });
    }

    private static void forEachSeed(final LongConsumer run) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                run.accept(seed);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
