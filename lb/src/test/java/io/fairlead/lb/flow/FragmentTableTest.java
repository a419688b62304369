package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentTableTest {

    private static final int CAPACITY = 16;
    private static final int NODE = 0x0A33_0001;
    private static final int OTHER_NODE = 0x0A33_0002;

    private final FragmentTable table = new FragmentTable(CAPACITY);

    private void select(final int identification) {
        table.select(1, 2, 3, 4, IpProtocol.UDP, identification);
    }

    @Test
    void shouldKnowTheNodeOfADatagramOnceOneFragmentWentThere() {
        select(7);
        assertThat(table.owner()).isEqualTo(FragmentTable.NO_NODE_ID);

        assertThat(table.put(NODE, 0)).isTrue();

        assertThat(table.owner()).isEqualTo(NODE);
        select(8);
        assertThat(table.owner()).isEqualTo(FragmentTable.NO_NODE_ID);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 2, 3, 4, 17, 7",
        "1, 9, 3, 4, 17, 7",
        "1, 2, 9, 4, 17, 7",
        "1, 2, 3, 9, 17, 7",
        "1, 2, 3, 4, 6, 7",
        "1, 2, 3, 4, 17, -7"
    })
    void shouldTellDatagramsApartByEachPartOfTheKey(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int protocol,
            final int identification) {
        select(7);
        table.put(NODE, 0);

        table.select(sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, identification);

        assertThat(table.owner()).isEqualTo(FragmentTable.NO_NODE_ID);
        assertThat(table.put(OTHER_NODE, 0)).isTrue();
        select(7);
        assertThat(table.owner()).isEqualTo(NODE);
    }

    @Test
    void shouldReplaceTheNodeOfADatagram() {
        select(7);
        table.put(NODE, 0);
        table.put(OTHER_NODE, 0);

        assertThat(table.owner()).isEqualTo(OTHER_NODE);
    }

    @Test
    void shouldRefuseDatagramsWhenThreeQuartersFull() {
        assertThat(table.capacity()).isEqualTo(CAPACITY);
        for (int i = 0; i < 12; i++) {
            select(i);
            assertThat(table.put(NODE, 0)).isTrue();
        }

        select(12);
        assertThat(table.put(NODE, 0)).isFalse();
        assertThat(table.owner()).isEqualTo(FragmentTable.NO_NODE_ID);
        select(11);
        assertThat(table.put(OTHER_NODE, 0)).isTrue();
    }

    @Test
    void shouldForgetADatagramWhenItsTimeIsOver() {
        select(7);
        table.put(NODE, 100);

        table.sweep(CAPACITY, 159);
        assertThat(table.owner()).isEqualTo(NODE);

        table.sweep(CAPACITY, 160);
        assertThat(table.owner()).isEqualTo(FragmentTable.NO_NODE_ID);
    }
}
