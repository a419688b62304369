package io.fairlead.lb.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeavySourcePolicyTest {

    private final HeavySourcePolicy policy = new HeavySourcePolicy(100, false);

    @ParameterizedTest
    @CsvSource({
        "100, 199, 2, true",
        "100, 200, 2, false",
        "99, 99, 2, false",
        "100, 100, 1, false",
        "100, 299, 3, true",
        "2000000000, 2000000000, 64, true"
    })
    void shouldCallAClientHeavyWhenItHasMoreThanANodesShareOfMany(
            final int connections, final int all, final int nodes, final boolean expected) {
        assertThat(policy.isHeavy(connections, all, nodes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"100, 200, 2, false", "76, 100, 2, false", "74, 100, 2, true", "300, 900, 2, true", "300, 300, 1, true"
    })
    void shouldCallItLightAgainWhenItIsAQuarterBelow(
            final int connections, final int all, final int nodes, final boolean expected) {
        assertThat(policy.isLight(connections, all, nodes)).isEqualTo(expected);
    }

    @Test
    void shouldRefuseToCallEverybodyHeavy() {
        assertThatThrownBy(() -> new HeavySourcePolicy(0, true)).hasMessageContaining("at least 1");
    }
}
