package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StickyTableTest {

    private static final int CAPACITY = 16;
    private static final int TIMEOUT_SECONDS = 60;
    private static final int CLIENT = 0xC0A8_0001;

    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[StickyTable.memoryLength(CAPACITY)]);
    private final StickyTable table = new StickyTable(memory, 1, CAPACITY, TIMEOUT_SECONDS);
    private final Map<Integer, Integer> told = new HashMap<>();

    @Test
    void shouldSayThatItIsNewsOnlyWhenTheNodeOfAClientChanges() {
        assertThat(table.put(CLIENT, 1, 0)).isTrue();
        assertThat(table.put(CLIENT, 1, 1)).isFalse();
        assertThat(table.put(CLIENT, 2, 2)).isTrue();

        assertThat(table.owner(table.find(CLIENT))).isEqualTo(2);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseClientsWhenThreeQuartersFull() {
        for (int i = 0; i < 12; i++) {
            assertThat(table.put(CLIENT + i, 1, 0)).isTrue();
        }

        assertThat(table.put(CLIENT + 12, 1, 0)).isFalse();
        assertThat(table.find(CLIENT + 12)).isEqualTo(StickyTable.NONE);
        assertThat(table.put(CLIENT, 2, 0)).isTrue();
    }

    @Test
    void shouldTellOfAClientWhenItExpires() {
        table.put(CLIENT, 7, 0);
        table.put(CLIENT + 1, 8, 0);
        table.put(CLIENT + 1, 8, 30);

        assertThat(table.sweep(CAPACITY, TIMEOUT_SECONDS - 1, told::put)).isZero();
        assertThat(table.sweep(2 * CAPACITY, TIMEOUT_SECONDS, told::put)).isEqualTo(1);

        assertThat(told).containsExactly(Map.entry(CLIENT, 7));
        assertThat(table.find(CLIENT)).isEqualTo(StickyTable.NONE);
        assertThat(table.find(CLIENT + 1)).isNotEqualTo(StickyTable.NONE);
    }

    @Test
    void shouldTellOfEveryClientWhenMemoryIsUsedAgain() {
        table.put(CLIENT, 7, 0);
        table.put(-1, 8, 0);

        new StickyTable(memory, 1, CAPACITY, TIMEOUT_SECONDS).forEach(told::put);

        assertThat(told).containsOnly(Map.entry(CLIENT, 7), Map.entry(-1, 8));
        assertThat(new StickyTable(memory, 2, CAPACITY, TIMEOUT_SECONDS).size()).isZero();
    }
}
