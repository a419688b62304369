package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fairlead.lb.flow.SteeringTables;
import org.junit.jupiter.api.Test;

final class BenchTablesTest {

    @Test
    void shouldCountOneEntryOfSixtyFourBytesAFlowAndTwoWhereItIsTranslatedWhenTheTablesAreHalfFull() {
        assertThat(BenchTables.bytesPerFlow(1024, false)).isCloseTo(128, within(0.1));
        assertThat(BenchTables.bytesPerFlow(1024, true)).isCloseTo(256, within(0.2));
    }

    @Test
    void shouldHaveRoomForAllFlowsAndClientsWhenTheyAreMade() {
        final SteeringTables tables = BenchTables.of(100_000, 7_000, false, 60);

        assertThat(tables.flows().capacity() * 3 / 4).isGreaterThanOrEqualTo(100_000);
        assertThat(tables.clients().capacity() * 3 / 4).isGreaterThanOrEqualTo(7_000);
    }
}
