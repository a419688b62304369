package io.fairlead.lb.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.report.Load;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LoadPolicyTest {

    private static final int N1 = 0x0A330001;
    private static final int N2 = 0x0A330002;
    private static final int HIGH = 0xC0A80001;

    private final LoadPolicy policy = new LoadPolicy(Weights.DEFAULT);

    static Stream<Arguments> loads() {
        return Stream.of(
                Arguments.of("idle", new Load(0, 0, 0, 0), 0L),
                Arguments.of("processor", new Load(500, 0, 0, 0), 2000L),
                Arguments.of("memory", new Load(0, 500, 0, 0), 500L),
                Arguments.of("connections", new Load(0, 0, 500, 0), 1000L),
                Arguments.of("rate does not count", new Load(0, 0, 0, 999), 0L),
                Arguments.of("all busy", new Load(1000, 1000, 2000, 0), 9000L),
                Arguments.of("does not overflow", new Load(0, 0, Integer.MAX_VALUE, 0), 4294967294L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loads")
    void shouldScore(final String name, final Load load, final long points) {
        final LoadTable table = policy.evaluate(List.of(new Candidate(N1, true, load)));
        assertThat(table.scores()).as(name).containsExactly(points);
    }

    @Test
    void shouldLeaveOutWhoIsNotEligible() {
        final LoadTable table = policy.evaluate(
                List.of(new Candidate(N1, false, Load.NONE), new Candidate(N2, true, new Load(900, 900, 9, 9))));
        assertThat(table.nodeIds()).containsExactly(N2);
        assertThat(table.choose(new long[1])).isZero();
    }

    @Test
    void shouldChooseNobodyWhenNobodyIsEligible() {
        final LoadTable table = policy.evaluate(List.of(new Candidate(N1, false, Load.NONE)));
        assertThat(table.size()).isZero();
        assertThat(table.choose(new long[0])).isEqualTo(LoadTable.NONE);
    }

    @Test
    void shouldNotDependOnTheOrderOfCandidates() {
        final Candidate one = new Candidate(N1, true, new Load(1, 0, 0, 0));
        final Candidate two = new Candidate(N2, true, new Load(2, 0, 0, 0));
        final Candidate high = new Candidate(HIGH, true, new Load(3, 0, 0, 0));
        final LoadTable table = policy.evaluate(List.of(high, two, one));
        assertThat(table.nodeIds()).containsExactly(N1, N2, HIGH);
        assertThat(table.scores()).containsExactly(4, 8, 12);
        assertThat(table.nodeId(2)).isEqualTo(HIGH);
        assertThat(table.score(2)).isEqualTo(12);
    }

    @Test
    void shouldNotHerdWhenManyClientsComeBetweenReports() {
        // 240 points ahead at 12 for each client: the idle node takes the first 20 and half of the rest
        final LoadTable table = policy.evaluate(
                List.of(new Candidate(N1, true, new Load(60, 0, 0, 0)), new Candidate(N2, true, Load.NONE)));
        assertThat(table.assignmentCost()).isEqualTo(12);
        final int[] taken = new int[2];
        final long[] surcharges = new long[2];
        for (int client = 0; client < 100; client++) {
            taken[table.choose(surcharges)]++;
        }
        assertThat(taken).containsExactly(40, 60);
    }

    @Test
    void shouldStillSpreadWhenConnectionsHaveNoWeight() {
        final LoadTable table = new LoadPolicy(new Weights(1, 0, 0, 6))
                .evaluate(List.of(new Candidate(N1, true, Load.NONE), new Candidate(N2, true, Load.NONE)));
        final long[] surcharges = new long[2];
        assertThat(table.choose(surcharges)).isZero();
        assertThat(table.choose(surcharges)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWeightsThatMakeNoSense() {
        assertThatThrownBy(() -> new Weights(-1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
