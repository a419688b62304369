package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv6Address;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StickyTableTest {

    private static final int CAPACITY = 16;
    private static final int TIMEOUT_SECONDS = 60;
    private static final long CLIENT = Ipv6Address.mappedLow(0xC0A8_0001);
    private static final long HIGH = 0x2001_0DB8_0000_0001L;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(StickyTable.memoryLength(CAPACITY)));
    private final StickyTable table = new StickyTable(memory, 1, CAPACITY, TIMEOUT_SECONDS);
    private final Map<IpAddress, Integer> told = new HashMap<>();

    private void tell(final long high, final long low, final int owner) {
        told.put(IpAddress.ofMapped(high, low), owner);
    }

    private void tell(final int slot) {
        tell(table.clientHigh(slot), table.clientLow(slot), table.owner(slot));
    }

    @Test
    void shouldKeepOwnerConnectionsAndHeavinessApart() {
        table.put(0, CLIENT, -7, 0);
        final int slot = table.find(0, CLIENT);

        table.connections(slot, Integer.MAX_VALUE);
        table.heavy(slot, true);
        assertThat(table.put(0, CLIENT, -8, 0)).isTrue();
        assertThat(table.connections(slot)).isEqualTo(Integer.MAX_VALUE);
        assertThat(table.isHeavy(slot)).isTrue();

        table.heavy(slot, false);
        table.connections(slot, 3);
        assertThat(table.owner(slot)).isEqualTo(-8);
        assertThat(table.connections(slot)).isEqualTo(3);
        assertThat(table.isHeavy(slot)).isFalse();
    }

    @Test
    void shouldTellOfHeavySourcesInEachPassAndForgetThemOnDemand() {
        table.put(0, CLIENT, 7, 0);
        table.put(0, CLIENT + 1, 8, 0);
        table.heavy(table.find(0, CLIENT), true);
        table.connections(table.find(0, CLIENT), 5);

        table.sweep(CAPACITY, 1, slot -> {}, this::tell);
        assertThat(told).containsExactly(Map.entry(IpAddress.ofIpv4(0xC0A8_0001), 7));
        told.clear();

        table.forgetConnections();
        table.sweep(CAPACITY, 1, slot -> {}, this::tell);
        assertThat(told).isEmpty();
        assertThat(table.connections(table.find(0, CLIENT))).isZero();
        assertThat(table.owner(table.find(0, CLIENT))).isEqualTo(7);
    }

    @Test
    void shouldSayThatItIsNewsOnlyWhenTheNodeOfAClientChanges() {
        assertThat(table.put(0, CLIENT, 1, 0)).isTrue();
        assertThat(table.put(0, CLIENT, 1, 1)).isFalse();
        assertThat(table.put(0, CLIENT, 2, 2)).isTrue();

        assertThat(table.owner(table.find(0, CLIENT))).isEqualTo(2);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseClientsWhenThreeQuartersFull() {
        for (int i = 0; i < 12; i++) {
            assertThat(table.put(0, CLIENT + i, 1, 0)).isTrue();
        }

        assertThat(table.put(0, CLIENT + 12, 1, 0)).isFalse();
        assertThat(table.find(0, CLIENT + 12)).isEqualTo(StickyTable.NONE);
        assertThat(table.put(0, CLIENT, 2, 0)).isTrue();
    }

    @Test
    void shouldTellOfAClientWhenItExpires() {
        table.put(0, CLIENT, 7, 0);
        table.put(0, CLIENT + 1, 8, 0);
        table.put(0, CLIENT + 1, 8, 30);

        assertThat(table.sweep(CAPACITY, TIMEOUT_SECONDS - 1, this::tell, this::tell))
                .isZero();
        assertThat(table.sweep(2 * CAPACITY, TIMEOUT_SECONDS, this::tell, slot -> {}))
                .isEqualTo(1);

        assertThat(told).containsExactly(Map.entry(IpAddress.ofIpv4(0xC0A8_0001), 7));
        assertThat(table.find(0, CLIENT)).isEqualTo(StickyTable.NONE);
        assertThat(table.find(0, CLIENT + 1)).isNotEqualTo(StickyTable.NONE);
    }

    @Test
    void shouldTellOfEveryClientWhenMemoryIsUsedAgain() {
        table.put(0, CLIENT, 7, 0);
        table.put(HIGH, -1, 8, 0);

        new StickyTable(memory, 1, CAPACITY, TIMEOUT_SECONDS).forEach(this::tell);

        assertThat(told)
                .containsOnly(Map.entry(IpAddress.ofIpv4(0xC0A8_0001), 7), Map.entry(IpAddress.ofIpv6(HIGH, -1), 8));
        assertThat(new StickyTable(memory, 2, CAPACITY, TIMEOUT_SECONDS).size()).isZero();
    }

    @Test
    void shouldTellClientsApartByEitherHalfOfTheirAddress() {
        table.put(HIGH, 1, 7, 0);
        table.put(HIGH, 2, 8, 0);
        table.put(HIGH + 1, 1, 9, 0);

        assertThat(table.owner(table.find(HIGH, 1))).isEqualTo(7);
        assertThat(table.owner(table.find(HIGH, 2))).isEqualTo(8);
        assertThat(table.owner(table.find(HIGH + 1, 1))).isEqualTo(9);
        assertThat(table.find(0, 1)).isEqualTo(StickyTable.NONE);
    }
}
