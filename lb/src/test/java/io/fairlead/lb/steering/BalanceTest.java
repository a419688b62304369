package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How even the nodes stay. What it prints is what {@code docs/balancing.md} shows. */
class BalanceTest {

    private static final long SEED = 20_261_124;

    @ParameterizedTest(name = "{0} nodes, a report each {1} ms")
    @CsvSource({"2, 1000", "2, 3000", "5, 1000", "5, 3000", "64, 1000", "64, 3000"})
    void shouldStayEvenAndNotHerdWhenClientsAreAlike(final int nodes, final int intervalMs) {
        final BalanceSimulation.Result result = run(nodes, false, intervalMs, false);

        assertThat(result.ratio()).isLessThan(1.15);
        assertThat(result.worstRatio()).isLessThan(1.25);
        assertThat(result.worstBurst()).isLessThan(2.5);
        assertThat(result.crowdRatio()).isLessThan(1.2);
    }

    @ParameterizedTest(name = "{0} nodes, a report each {1} ms")
    @CsvSource({"2, 1000", "2, 3000", "5, 1000", "5, 3000", "64, 1000", "64, 3000"})
    void shouldStayNearlyAsEvenWhenFewClientsOpenMostConnections(final int nodes, final int intervalMs) {
        final BalanceSimulation.Result result = run(nodes, true, intervalMs, false);

        assertThat(result.ratio()).isLessThan(1.25);
        assertThat(result.worstRatio()).isLessThan(1.5);
        // who has none of the busy clients makes up for it
        assertThat(result.worstBurst()).isLessThan(5);
        assertThat(result.crowdRatio()).isLessThan(1.5);
    }

    @Test
    void shouldHerdWhenNothingIsAddedBetweenReports() {
        final BalanceSimulation.Result result = run(5, false, 1000, true);

        assertThat(result.worstBurst()).as("all new clients of an interval").isGreaterThan(4.5);
        assertThat(result.crowdRatio()).isEqualTo(5);
    }

    private static BalanceSimulation.Result run(
            final int nodes, final boolean isSkewed, final int intervalMs, final boolean isNaive) {
        final BalanceSimulation.Result result = new BalanceSimulation(SEED, nodes, isSkewed, intervalMs, isNaive).run();
        System.out.println("seed " + SEED + ", " + nodes + " nodes, " + (isSkewed ? "skewed" : "uniform")
                + (isNaive ? ", naive" : "") + ", a report each " + intervalMs + " ms: " + result);
        return result;
    }
}
