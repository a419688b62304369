package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Small clusters in trouble, on virtual time. More of them: {@code -Dfairlead.vrrp.seeds=20000}; to look at one that failed:
 * {@code -Dfairlead.vrrp.firstSeed=4711 -Dfairlead.vrrp.seeds=1}.
 */
final class VirtualLanSimulationTest {

    private static final long FIRST_SEED = Long.getLong("fairlead.vrrp.firstSeed", 1);
    private static final long SEEDS = Long.getLong("fairlead.vrrp.seeds", 800);
    private static final int CHAOS_INTERVALS = 60;

    /** Enough for the longest pause, master-down at the longest interval, the preempt delay, and a preemption with its preparation. */
    private static final int CALM_INTERVALS = 50;

    /** Longer than the longest preparation of the simulation. */
    private static final int HANDOVER_INTERVALS = 5;

    @Test
    void shouldHaveOneMasterWhateverHappensWhenNodesHearEachOther() {
        forEachSeed(lan -> {
            lan.start();
            lan.chaos(CHAOS_INTERVALS * lan.intervalNs());
            lan.calmDown();
            lan.run(CALM_INTERVALS * lan.intervalNs());

            final List<SimulatedNode> masters = lan.masters();
            assertThat(masters).as("masters of %s in the end", lan.nodes()).hasSize(1);
            if (lan.nodes().stream().allMatch(node -> node.config().preempt())) {
                final int best = lan.nodes().stream()
                        .mapToInt(SimulatedNode::priority)
                        .max()
                        .orElseThrow();
                assertThat(masters.get(0).priority())
                        .as("priority of the master of %s", lan.nodes())
                        .isEqualTo(best);
            }
        });
    }

    @Test
    void shouldHaveOneMasterAndRightClientsAtOnceWhenASplitHeals() {
        forEachSeed(lan -> {
            lan.start();
            lan.run(CALM_INTERVALS * lan.intervalNs());
            lan.split();
            if (lan.randomNs(2) == 0) {
                lan.heal();
                lan.deafen();
            }
            lan.run(CALM_INTERVALS * lan.intervalNs() + lan.randomNs(lan.intervalNs()));
            lan.ask();
            lan.heal();

            final long slackNs = 3 * lan.maxDelayNs() + lan.maxPollLatenessNs();
            lan.run(lan.longestIntervalNs() + slackNs);
            final List<SimulatedNode> masters = lan.masters();
            assertThat(masters)
                    .as("masters of %s one advertisement later", lan.nodes())
                    .hasSize(1);
            lan.run(lan.longestIntervalNs());
            assertThat(lan.clients())
                    .as("clients of %s two advertisements later", lan.nodes())
                    .extracting(SimulatedClient::cached)
                    .containsOnly(masters.get(0).index());
        });
    }

    @Test
    void shouldNeverBeWithoutADirectorWhenOneIsRelievedAsPlanned() {
        forEachSeed(lan -> {
            lan.start();
            lan.run(CALM_INTERVALS * lan.intervalNs());
            final SimulatedNode successor = lan.nodes().get(0);
            successor.takeOver();
            long twoMastersNs = 0;
            final long stepNs = lan.intervalNs() / 100;
            for (int i = 0; i < HANDOVER_INTERVALS * 100; i++) {
                lan.run(stepNs);
                assertThat(lan.masters()).as("masters of %s", lan.nodes()).isNotEmpty();
                twoMastersNs += lan.masters().size() > 1 ? stepNs : 0;
            }
            assertThat(lan.masters()).as("the successor").containsExactly(successor);
            assertThat(twoMastersNs)
                    .as("two masters of %s", lan.nodes())
                    .isLessThanOrEqualTo(lan.maxDelayNs() + stepNs);
        });
    }

    private static void forEachSeed(final Consumer<VirtualLan> run) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                run.accept(new VirtualLan(seed));
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
