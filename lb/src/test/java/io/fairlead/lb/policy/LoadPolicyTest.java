package io.fairlead.lb.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.report.Load;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoadPolicyTest {

    private final LoadPolicy policy = new LoadPolicy(Weights.DEFAULT);

    static Stream<Arguments> loads() {
        return Stream.of(
                Arguments.of("idle", new Load(0, 0, 0, 0), 600L),
                Arguments.of("half the processor", new Load(500, 0, 0, 0), 996L),
                Arguments.of("half the memory", new Load(0, 500, 0, 0), 666L),
                Arguments.of("connections", new Load(0, 0, 494, 0), 50_000L),
                Arguments.of("connections on a busy node", new Load(500, 500, 494, 0), 100_000L),
                Arguments.of("rate does not count", new Load(0, 0, 0, 999), 600L),
                Arguments.of("all busy", new Load(1000, 1000, 0, 0), 12_000L),
                Arguments.of("does not overflow", new Load(1000, 1000, Integer.MAX_VALUE, 0), 4_294_967_306_000L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loads")
    void shouldScore(final String name, final Load load, final long points) {
        assertThat(policy.score(load, LoadPolicy.FULL_SHARE_PERMILLE)).as(name).isEqualTo(points);
    }

    @Test
    void shouldBelieveTheProxyWhereItSaysHowBusyItIs() {
        final LoadPolicy policy = new LoadPolicy(new Weights(1, 0, 1, 0, 6));
        final Load silent = new Load(200, 0, 10, 0);
        final Load relaxed = new Load(200, 0, 10, 0, 200);
        final Load busy = new Load(200, 0, 10, 0, 900);

        assertThat(policy.score(relaxed, LoadPolicy.FULL_SHARE_PERMILLE))
                .isEqualTo(policy.score(silent, LoadPolicy.FULL_SHARE_PERMILLE));
        assertThat(policy.score(busy, LoadPolicy.FULL_SHARE_PERMILLE))
                .isGreaterThan(policy.score(silent, LoadPolicy.FULL_SHARE_PERMILLE));
        assertThat(new LoadPolicy(new Weights(1, 0, 0, 0, 6)).score(busy, LoadPolicy.FULL_SHARE_PERMILLE))
                .isEqualTo(policy.score(silent, LoadPolicy.FULL_SHARE_PERMILLE));
    }

    @Test
    void shouldShareClientsByCapacityWhenOneNodeIsBusier() {
        final Load[] loads = {new Load(0, 0, 0, 0), new Load(625, 0, 0, 0)};
        final long[] scores = {policy.score(loads[0], 1000), policy.score(loads[1], 1000)};
        final int[] clients = new int[2];
        for (int client = 0; client < 90; client++) {
            final int best = scores[0] <= scores[1] ? 0 : 1;
            clients[best]++;
            scores[best] += policy.clientCost(loads[best], 1000);
        }

        assertThat(clients).containsExactly(60, 30);
    }

    @Test
    void shouldTakeASmallerShareForALargerLoad() {
        final Load load = new Load(0, 0, 94, 0);
        assertThat(policy.score(load, 1000)).isEqualTo(10_000);
        assertThat(policy.score(load, 500)).isEqualTo(20_000);
        assertThat(policy.clientCost(load, 500)).isEqualTo(2 * policy.clientCost(load, 1000));
        assertThat(policy.score(load, 0)).as("no share is the least one").isEqualTo(policy.score(load, 1));
    }

    @Test
    void shouldCountConnectionsAloneWhenTheyAloneHaveAWeight() {
        final LoadPolicy connections = new LoadPolicy(Weights.leastConnections(6));
        assertThat(connections.score(new Load(1000, 1000, 10, 0), 1000))
                .isEqualTo(connections.score(new Load(0, 0, 10, 0), 1000));
        final LoadPolicy mixed = new LoadPolicy(new Weights(1, 0, 0, 1, 6));
        assertThat(mixed.score(new Load(1000, 0, 10, 0), 1000))
                .as("half the capacity is never used up")
                .isEqualTo(2 * mixed.score(new Load(0, 0, 10, 0), 1000));
    }

    @Test
    void shouldRefuseWeightsThatMakeNoSense() {
        assertThatThrownBy(() -> new Weights(-1, 0, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(0, 0, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(1, 1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
