package io.fairlead.lb.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.report.Load;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LoadPolicyTest {

    private final LoadPolicy policy = new LoadPolicy(Weights.DEFAULT);

    static Stream<Arguments> loads() {
        return Stream.of(
                Arguments.of("idle", new Load(0, 0, 0, 0), 0L),
                Arguments.of("processor", new Load(500, 0, 0, 0), 1000L),
                Arguments.of("memory", new Load(0, 500, 0, 0), 500L),
                Arguments.of("connections", new Load(0, 0, 500, 0), 1000L),
                Arguments.of("rate does not count", new Load(0, 0, 0, 999), 0L),
                Arguments.of("all busy", new Load(1000, 1000, 2000, 0), 7000L),
                Arguments.of("does not overflow", new Load(0, 0, Integer.MAX_VALUE, 0), 4294967294L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loads")
    void shouldScore(final String name, final Load load, final long points) {
        assertThat(policy.score(load)).as(name).isEqualTo(points);
    }

    @Test
    void shouldSurchargeAnAssignmentByWhatAClientIsExpectedToOpen() {
        assertThat(policy.assignmentCost()).isEqualTo(12);
    }

    @Test
    void shouldSurchargeAnAssignmentEvenWhenConnectionsHaveNoWeight() {
        assertThat(new LoadPolicy(new Weights(1, 0, 0, 6)).assignmentCost()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWeightsThatMakeNoSense() {
        assertThatThrownBy(() -> new Weights(-1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
