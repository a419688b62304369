package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentTableTest {

    private static final int CAPACITY = 16;
    private static final long HIGH = 0x2001_0DB8_0051_0000L;
    private static final long NODE = 1;
    private static final long OTHER_NODE = 2;

    private final FragmentTable table = new FragmentTable(CAPACITY);

    private boolean select(final int identification) {
        return table.select(1, 2, 3, 4, IpProtocol.UDP, identification);
    }

    private boolean put(final long node, final int seconds) {
        return table.put(HIGH, node, seconds);
    }

    private void expect(final int identification, final long node) {
        assertThat(select(identification)).isTrue();
        assertThat(table.nodeHigh()).isEqualTo(HIGH);
        assertThat(table.nodeLow()).isEqualTo(node);
    }

    @Test
    void shouldKnowTheNodeOfADatagramOnceItIsPut() {
        assertThat(select(7)).isFalse();

        assertThat(put(NODE, 0)).isTrue();

        assertThat(table.nodeLow()).isEqualTo(NODE);
        expect(7, NODE);
        assertThat(select(8)).isFalse();
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
        put(NODE, 0);

        assertThat(table.select(sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, identification))
                .isFalse();
        assertThat(put(OTHER_NODE, 0)).isTrue();
        expect(7, NODE);
    }

    @Test
    void shouldReplaceTheNodeOfADatagram() {
        select(7);
        put(NODE, 0);
        put(OTHER_NODE, 0);

        expect(7, OTHER_NODE);
    }

    @Test
    void shouldRefuseDatagramsWhenThreeQuartersFull() {
        assertThat(table.capacity()).isEqualTo(CAPACITY);
        for (int i = 0; i < 12; i++) {
            select(i);
            assertThat(put(NODE, 0)).isTrue();
        }

        select(12);
        assertThat(put(NODE, 0)).isFalse();
        assertThat(select(12)).isFalse();
        select(11);
        assertThat(put(OTHER_NODE, 0)).isTrue();
    }

    @Test
    void shouldMakeRoomWhenADatagramIsRemoved() {
        for (int i = 0; i < 1000; i++) {
            assertThat(select(i)).isFalse();
            assertThat(put(NODE, 0)).isTrue();
            table.remove();
            assertThat(select(i)).isFalse();
        }
    }

    @Test
    void shouldForgetADatagramWhenItsTimeIsOver() {
        select(7);
        put(NODE, 100);

        table.sweep(CAPACITY, 159);
        expect(7, NODE);

        table.sweep(CAPACITY, 160);
        assertThat(select(7)).isFalse();
    }

    @Test
    void shouldInsertAnewWhenTheSelectedDatagramWasSwept() {
        select(7);
        put(NODE, 100);
        table.sweep(CAPACITY, 160);

        assertThat(put(OTHER_NODE, 160)).isTrue();

        expect(7, OTHER_NODE);
    }
}
