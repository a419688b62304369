package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Address;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TranslationTableTest {

    private static final int CLIENT_IPV4 = 0xC0A8_0001;
    private static final long CLIENT = Ipv6Address.mappedLow(CLIENT_IPV4);
    private static final int VIP = 0x0A33_0064;

    private final TranslationTable table =
            new TranslationTable(new UnsafeBuffer(ByteBuffer.allocateDirect(TranslationTable.memoryLength(16))), 1, 16);
    private final FlowKey original = new FlowKey().ipv4(CLIENT_IPV4, 50_000, VIP, 80, IpProtocol.TCP);

    private int insert() {
        assertThat(table.find(0, CLIENT, 61_000, 3128, IpProtocol.TCP)).isEqualTo(TranslationTable.NONE);
        return table.insert(original, 61_000, 3128, 4);
    }

    @Test
    void shouldGiveBackWhatTheClientWroteWhenFoundByWhatTheKernelSees() {
        final int inserted = insert();

        final int slot = table.find(0, CLIENT, 61_000, 3128, IpProtocol.TCP);

        assertThat(slot).isEqualTo(inserted);
        assertThat(table.destinationHigh(slot)).isZero();
        assertThat(table.destinationLow(slot)).isEqualTo(Ipv6Address.mappedLow(VIP));
        assertThat(table.destinationPort(slot)).isEqualTo(80);
        assertThat(table.clientPort(slot)).isEqualTo(50_000);
        assertThat(table.lastSeenSeconds(slot)).isEqualTo(4);
        assertThat(table.find(0, CLIENT, 61_000, 3128, IpProtocol.UDP)).isEqualTo(TranslationTable.NONE);
    }

    @Test
    void shouldKnowWhoseItIs() {
        final int slot = insert();
        final FlowKey other = new FlowKey();

        assertThat(table.isFor(slot, original)).isTrue();
        assertThat(table.isFor(slot, other.ipv4(CLIENT_IPV4, 50_001, VIP, 80, IpProtocol.TCP)))
                .isFalse();
        assertThat(table.isFor(slot, other.ipv4(CLIENT_IPV4, 50_000, VIP + 1, 80, IpProtocol.TCP)))
                .isFalse();
        assertThat(table.isFor(slot, other.ipv4(CLIENT_IPV4, 50_000, VIP, 81, IpProtocol.TCP)))
                .isFalse();
    }

    @Test
    void shouldForgetAnEntryWhenRemoved() {
        final int slot = insert();
        table.touch(slot, 9);
        assertThat(table.lastSeenSeconds(slot)).isEqualTo(9);

        table.remove(slot);

        assertThat(table.size()).isZero();
        assertThat(table.find(0, CLIENT, 61_000, 3128, IpProtocol.TCP)).isEqualTo(TranslationTable.NONE);
    }

    @Test
    void shouldRefuseAFlowWhenThreeQuartersFull() {
        for (int port = 1; port <= 12; port++) {
            assertThat(table.insert(original, port, 3128, 0)).isNotEqualTo(TranslationTable.NONE);
        }

        assertThat(table.insert(original, 13, 3128, 0)).isEqualTo(TranslationTable.NONE);
    }
}
