package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpProtocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowTableTest {

    private static final int CAPACITY = 64;
    private static final long STAMP = 7;
    private static final int OWNER = 0x0A33_0001;
    private static final int HEADER_LENGTH = 64;
    private static final int SIZE_FIELD_OFFSET = 24;
    private static final FlowTable.BeforeExpiry ALWAYS = slot -> true;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTable.memoryLength(CAPACITY)));
    private final FlowTable table = new FlowTable(memory, STAMP, CAPACITY);

    private static FlowKey key(final int clientPort) {
        return key(clientPort, IpProtocol.TCP);
    }

    private static FlowKey key(final int clientPort, final int protocol) {
        return new FlowKey().ipv4(0x0A33_0064, clientPort, 0x0A33_0032, 9090, protocol);
    }

    @Test
    void shouldFindAllOfAFlowWhenInserted() {
        final int slot = table.insert(key(40_000), OWNER, FlowState.NEW, 11);

        assertThat(table.find(key(40_000))).isEqualTo(slot);
        assertThat(table.owner(slot)).isEqualTo(OWNER);
        assertThat(table.state(slot)).isEqualTo(FlowState.NEW);
        assertThat(table.lastSeenSeconds(slot)).isEqualTo(11);
        assertThat(table.translatedPort(slot)).isZero();
        assertThat(table.proxyPort(slot)).isZero();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatAResetNeedsWhateverElseChanges() {
        final int slot = table.insert(key(40_000), OWNER, FlowState.NEW, 11);

        table.client(slot, 0xFEDC_BA98_7654L, 0xC0C8_8064, -3);
        table.state(slot, FlowState.ESTABLISHED, 12);
        table.owner(slot, -1);
        table.translation(slot, 0xFFFF, 0xFFFF);

        assertThat(table.clientMac(slot)).isEqualTo(0xFEDC_BA98_7654L);
        assertThat(table.clientTags(slot)).isEqualTo(0xC0C8_8064);
        assertThat(table.acknowledgment(slot)).isEqualTo(-3);
        assertThat(table.state(slot)).isEqualTo(FlowState.ESTABLISHED);
    }

    @Test
    void shouldKeepEightDifferentTagsWhenOpenedAgainAndForgetOthers() {
        for (int tag = 1; tag <= 9; tag++) {
            final int slot = table.insert(key(tag), OWNER, FlowState.NEW, 11);
            table.client(slot, 1, 0x8000_0000 | tag << 16, 0);
            table.client(slot, 1, 0x8000_0000 | tag << 16, 0);
        }
        table.client(table.find(key(3)), 1, 0, 0);

        final FlowTable again = new FlowTable(memory, STAMP, CAPACITY);

        for (int tag = 1; tag <= 9; tag++) {
            assertThat(again.clientTags(again.find(key(tag))))
                    .as("tag %d", tag)
                    .isEqualTo(tag == 3 || tag == 9 ? 0 : 0x8000_0000 | tag << 16);
        }
    }

    @Test
    void shouldTellFlowsApartByEveryPartOfTheirKey() {
        table.insert(key(40_000), OWNER, FlowState.NEW, 0);

        assertThat(List.of(
                        new FlowKey().ipv4(0x0A33_0065, 40_000, 0x0A33_0032, 9090, IpProtocol.TCP),
                        new FlowKey().ipv4(0x0A33_0064, 40_001, 0x0A33_0032, 9090, IpProtocol.TCP),
                        new FlowKey().ipv4(0x0A33_0064, 40_000, 0x0A33_0033, 9090, IpProtocol.TCP),
                        new FlowKey().ipv4(0x0A33_0064, 40_000, 0x0A33_0032, 9091, IpProtocol.TCP),
                        new FlowKey().ipv4(0x0A33_0064, 40_000, 0x0A33_0032, 9090, IpProtocol.UDP)))
                .allSatisfy(other -> assertThat(table.find(other)).isEqualTo(FlowTable.NONE));
    }

    @Test
    void shouldGiveTheKeyBackWhenAskedForIt() {
        final FlowKey written = new FlowKey().ipv4(0xFFFF_FFFE, 65_535, 0x8000_0001, 65_534, IpProtocol.UDP);

        final FlowKey read = table.key(table.insert(written, OWNER, FlowState.NEW, 0), new FlowKey());

        assertThat(read.clientIpv4()).isEqualTo(0xFFFF_FFFE);
        assertThat(read.clientPort()).isEqualTo(65_535);
        assertThat(read.destinationIpv4()).isEqualTo(0x8000_0001);
        assertThat(read.destinationPort()).isEqualTo(65_534);
        assertThat(read.protocol()).isEqualTo(IpProtocol.UDP);
    }

    @Test
    void shouldKeepOwnerStateAndTranslationWhenChanged() {
        final int slot = table.insert(key(1), OWNER, FlowState.NEW, 0);

        table.owner(slot, 0xFFFF_FFFF);
        table.state(slot, FlowState.ESTABLISHED, 5);
        table.translation(slot, 65_535, 65_534);

        assertThat(table.owner(slot)).isEqualTo(0xFFFF_FFFF);
        assertThat(table.state(slot)).isEqualTo(FlowState.ESTABLISHED);
        assertThat(table.lastSeenSeconds(slot)).isEqualTo(5);
        assertThat(table.translatedPort(slot)).isEqualTo(65_535);
        assertThat(table.proxyPort(slot)).isEqualTo(65_534);
    }

    @Test
    void shouldRefuseFlowsWhenThreeQuartersFull() {
        for (int port = 0; port < CAPACITY * 3 / 4; port++) {
            assertThat(table.insert(key(port), OWNER, FlowState.NEW, 0)).isNotEqualTo(FlowTable.NONE);
        }

        assertThat(table.insert(key(1000), OWNER, FlowState.NEW, 0)).isEqualTo(FlowTable.NONE);
        assertThat(table.find(key(1000))).isEqualTo(FlowTable.NONE);
        assertThat(table.find(key(0))).isNotEqualTo(FlowTable.NONE);
        assertThat(table.size()).isEqualTo(48);
    }

    @Test
    void shouldTakeFlowsAgainWhenSomeOfAFullTableExpired() {
        for (int port = 0; port < 48; port++) {
            table.insert(key(port), OWNER, FlowState.NEW, port < 24 ? 0 : 100);
        }

        assertThat(table.sweep(2 * CAPACITY, 100, ALWAYS)).isEqualTo(24);

        assertThat(table.insert(key(1000), OWNER, FlowState.NEW, 100)).isNotEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldKeepFlowsWhenMemoryIsUsedAgainWithTheSameStamp() {
        table.translation(table.insert(key(40_000), OWNER, FlowState.ESTABLISHED, 3), 61_000, 3128);

        final FlowTable again = new FlowTable(memory, STAMP, CAPACITY);

        final int slot = again.find(key(40_000));
        assertThat(again.size()).isEqualTo(1);
        assertThat(again.owner(slot)).isEqualTo(OWNER);
        assertThat(again.lastSeenSeconds(slot)).isEqualTo(3);
        assertThat(again.translatedPort(slot)).isEqualTo(61_000);
    }

    @Test
    void shouldCountTheFlowsItFindsWhenTheLastProcessDiedInTheMiddleOfAChange() {
        table.insert(key(1), OWNER, FlowState.NEW, 0);
        table.insert(key(2), OWNER, FlowState.NEW, 0);
        memory.putLong(SIZE_FIELD_OFFSET, 3);

        assertThat(new FlowTable(memory, STAMP, CAPACITY).size()).isEqualTo(2);
    }

    @Test
    void shouldNotHaveFewerInItsSizeThanInItsMemoryWheneverTheProcessDies() {
        final WatchedSize watched = new WatchedSize();
        final FlowTable inWatched = new FlowTable(watched, STAMP, CAPACITY);

        for (int port = 0; port < 10; port++) {
            inWatched.insert(key(port), OWNER, FlowState.NEW, 0);
        }
        for (int port = 0; port < 10; port++) {
            inWatched.remove(inWatched.find(key(port)));
        }

        assertThat(watched.inMemory()).isZero();
        assertThat(watched.writes).isEqualTo(21);
    }

    /** Looks, whenever the size is written, at what lies in the memory. */
    private static final class WatchedSize extends UnsafeBuffer {
        private static final int STATE_FIELD_OFFSET = 4;
        private int writes;

        WatchedSize() {
            super(ByteBuffer.allocateDirect(FlowTable.memoryLength(CAPACITY)));
        }

        @Override
        public void putLongRelease(final int index, final long value) {
            if (index == SIZE_FIELD_OFFSET) {
                writes++;
                assertThat(inMemory()).isLessThanOrEqualTo(Math.min(getLong(index), value));
            }
            super.putLongRelease(index, value);
        }

        long inMemory() {
            final int entryLength = (capacity() - HEADER_LENGTH) / CAPACITY;
            return IntStream.range(0, CAPACITY)
                    .filter(slot -> getInt(HEADER_LENGTH + slot * entryLength + STATE_FIELD_OFFSET) != 0)
                    .count();
        }
    }

    @Test
    void shouldBeEmptyWhenTheStampIsAnother() {
        table.insert(key(40_000), OWNER, FlowState.NEW, 0);

        final FlowTable again = new FlowTable(memory, STAMP + 1, CAPACITY);

        assertThat(again.size()).isZero();
        assertThat(again.find(key(40_000))).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldBeEmptyWhenTheCapacityIsAnother() {
        table.insert(key(40_000), OWNER, FlowState.NEW, 0);

        assertThat(new FlowTable(memory, STAMP, CAPACITY / 2).size()).isZero();
    }

    @Test
    void shouldBeEmptyWhenTheLayoutIsAnother() {
        table.insert(key(40_000), OWNER, FlowState.NEW, 0);

        assertThat(new StickyTable(memory, STAMP, CAPACITY, 60).size()).isZero();
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new FlowTable(memory, STAMP, 48)).hasMessageContaining("power of two, not 48");
    }

    @Test
    void shouldRefuseMemoryThatIsTooSmall() {
        assertThatThrownBy(() -> new FlowTable(memory, STAMP, 128)).hasMessageContaining("smaller");
    }

    @ParameterizedTest
    @CsvSource({
        "NEW,         6,  30",
        "NEW,         17, 180",
        "ESTABLISHED, 6,  7200",
        "ESTABLISHED, 17, 180",
        "CLOSING,     6,  120",
        "ASKING,      6,  5",
        "UNCLAIMED,   6,  30"
    })
    void shouldExpireByStateWhenNoFrameCame(final String state, final int protocol, final int timeoutSeconds) {
        final int code =
                List.of("NEW", "ESTABLISHED", "CLOSING", "ASKING", "UNCLAIMED").indexOf(state) + 1;
        final int slot = table.insert(key(1, protocol), OWNER, code, 1000);

        assertThat(table.timeoutSeconds(slot)).isEqualTo(timeoutSeconds);
        assertThat(table.isSilent(slot, 1000 + timeoutSeconds - 1)).isFalse();
        assertThat(table.sweep(CAPACITY, 1000 + timeoutSeconds - 1, ALWAYS)).isZero();
        assertThat(table.isSilent(slot, 1000 + timeoutSeconds)).isTrue();
        assertThat(table.sweep(CAPACITY, 1000 + timeoutSeconds, ALWAYS)).isEqualTo(1);
        assertThat(table.find(key(1, protocol))).isEqualTo(FlowTable.NONE);
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldKeepATimedOutFlowWhenItMayNotExpire() {
        table.insert(key(1), OWNER, FlowState.NEW, 0);
        table.insert(key(2), OWNER, FlowState.NEW, 0);
        final List<Integer> asked = new ArrayList<>();

        final int removed = table.sweep(CAPACITY, 100, slot -> {
            final int port = table.key(slot, new FlowKey()).clientPort();
            asked.add(port);
            return port == 2;
        });

        assertThat(removed).isEqualTo(1);
        assertThat(asked).containsExactlyInAnyOrder(1, 2);
        assertThat(table.find(key(1))).isNotEqualTo(FlowTable.NONE);
        assertThat(table.find(key(2))).isEqualTo(FlowTable.NONE);
    }
}
