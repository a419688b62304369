package io.fairlead.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tools.lab.LabException;
import org.junit.jupiter.api.Test;

final class ConnectionRateTest {

    @Test
    void shouldCountByTheTimeThatItTookWhenThatIsLongerThanWanted() {
        final ConnectionRate rate = ConnectionRate.parse("18000 3 2000000000\n");

        assertThat(rate.perSecond()).isEqualTo(9000.0);
        assertThat(rate.failed()).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhenSomethingElseWasSaid() {
        assertThatThrownBy(() -> ConnectionRate.parse("connect: no route"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no route");
    }
}
