package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpProtocol;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table against a map, under random operations from a seed: what is true of the one must be true of the other. */
class FlowTableModelTest {

    private static final int CAPACITY = 256;
    private static final int MAX_SIZE = 192;
    private static final int PORTS = 320;
    private static final int OPERATIONS = 200_000;

    private record Flow(int owner, int seenSeconds) {}

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTable.memoryLength(CAPACITY)));
    private FlowTable table = new FlowTable(memory, 1, CAPACITY);
    private final Map<Integer, Flow> model = new HashMap<>();
    private final FlowKey key = new FlowKey();
    private int seconds;

    private FlowKey key(final int port) {
        return key.ipv4(0x0A33_0064, port, 0x0A33_0032, 9090, IpProtocol.TCP);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHoldWhatAMapHoldsWhenUsedAtRandom(final long seed) {
        final Random random = new Random(seed);
        for (int operation = 0; operation < OPERATIONS; operation++) {
            final int port = random.nextInt(PORTS);
            switch (random.nextInt(16)) {
                case 0 -> sweep(random.nextInt(64));
                case 1 -> seconds += random.nextInt(4);
                case 2 -> reopenNowAndThen(random);
                case 3, 4, 5, 6, 7 -> insert(port, random.nextInt());
                case 8, 9 -> touch(port);
                default -> compare(port, seed, operation);
            }
            assertThat(table.size())
                    .as("size, seed %d operation %d", seed, operation)
                    .isEqualTo(model.size());
        }
        for (int port = 0; port < PORTS; port++) {
            compare(port, seed, OPERATIONS);
        }
    }

    private void sweep(final int entries) {
        final int before = model.size();
        final int removed = table.sweep(entries, seconds, slot -> {
            final int port = table.key(slot, new FlowKey()).clientPort();
            final Flow gone = model.remove(port);
            assertThat(gone).isNotNull();
            assertThat(seconds - gone.seenSeconds()).isGreaterThanOrEqualTo(30);
            return true;
        });
        assertThat(before - model.size()).isEqualTo(removed);
    }

    private void reopenNowAndThen(final Random random) {
        if (random.nextInt(100) == 0) {
            table = new FlowTable(memory, 1, CAPACITY);
        }
    }

    private void insert(final int port, final int owner) {
        if (model.containsKey(port)) {
            return;
        }
        final int slot = table.insert(key(port), owner, FlowState.NEW, seconds);
        assertThat(slot == FlowTable.NONE).isEqualTo(model.size() == MAX_SIZE);
        if (slot != FlowTable.NONE) {
            model.put(port, new Flow(owner, seconds));
        }
    }

    private void touch(final int port) {
        final int slot = table.find(key(port));
        if (slot != FlowTable.NONE) {
            table.state(slot, FlowState.NEW, seconds);
            model.computeIfPresent(port, (same, flow) -> new Flow(flow.owner(), seconds));
        }
    }

    private void compare(final int port, final long seed, final int operation) {
        final int slot = table.find(key(port));
        final Flow expected = model.get(port);
        final Flow found = slot == FlowTable.NONE ? null : new Flow(table.owner(slot), table.lastSeenSeconds(slot));
        assertThat(found)
                .as("port %d, seed %d operation %d", port, seed, operation)
                .isEqualTo(expected);
    }
}
